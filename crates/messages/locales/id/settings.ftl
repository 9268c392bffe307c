### A group's settings with their values in words.

settings-title = <b>Pengaturan { $group }</b>

settings-how-to-change = Ketuk yang ingin Anda ubah.

settings-unfit = ⚠️ Isi yang tersimpan untuk { $keys } tidak berlaku, jadi di situ dipakai nilai bawaan.

settings-refused = Hanya admin grup itu yang bisa melihat pengaturannya. Jika Anda salah satunya, pastikan saya masih ada di grup, lalu coba lagi.

setting-mode =
    Yang tidak ada di channel: <b>{ $value ->
        [observe] hanya dihitung (uji coba)
       *[enforce] dibisukan
    }</b>
setting-policy =
    Channel yang wajib: <b>{ $value ->
        [any] minimal satu
       *[all] semuanya
    }</b>
setting-on-unknown =
    Jika seseorang tidak bisa saya periksa: <b>{ $value ->
        [restrict] dibisukan
       *[allow] boleh menulis
    }</b>
setting-gate-on-join =
    Periksa orang saat masuk grup: <b>{ $value ->
        [no] tidak
       *[yes] ya
    }</b>
setting-gate-on-leave =
    Periksa orang saat keluar dari channel: <b>{ $value ->
        [no] tidak
       *[yes] ya
    }</b>
setting-mute-for-days = Masa bisu: <b>{ $value } hari</b>
setting-ladder =
    Yang menulis tanpa ada di channel: <b>{ $value ->
        [remind] diingatkan dulu
        [warn] diperingatkan dulu
       *[mute] langsung dibisukan
    }</b>
setting-amnesty-days =
    Waktu untuk bergabung bagi yang sudah ada sebelumnya: <b>{ $value ->
        [0] tidak ada
       *[other] { $value } hari
    }</b>
setting-channel-senders =
    Pesan atas nama channel: <b>{ $value ->
        [allow] dibiarkan
       *[delete] dihapus
    }</b>
setting-language =
    Bahasa: <b>{ $value ->
        [chosen] { $name }
       *[auto] sesuai masing-masing orang
    }</b>
setting-notice-text =
    Pemberitahuan: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>teks standar</b>
    }
setting-notice-delete-after-seconds =
    Pemberitahuan dihapus: <b>{ $value ->
        [0] jika sudah tidak diperlukan
       *[other] setelah { $time }
    }</b>
setting-command-delete-after-seconds =
    Perintah dan jawaban saya: <b>{ $value ->
        [0] dibiarkan
       *[other] dihapus setelah { $time }
    }</b>
setting-pending-join-requests =
    Permintaan tertunda untuk bergabung ke channel: <b>{ $value ->
        [accept] dihitung sebagai anggota
       *[ignore] tidak dihitung
    }</b>
setting-welcome-text =
    Sambutan: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>tidak ada</b>
    }
setting-brake =
    Jika banyak orang lama sekaligus tidak lolos: <b>{ $value ->
        [no] saya bisukan
       *[yes] saya berhenti dan bertanya
    }</b>
setting-remove-join-lines =
    Baris “X bergabung” dari orang yang masih harus bergabung: <b>{ $value ->
        [no] dibiarkan
       *[yes] dihapus
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count } jam
        [minutes] { $count } menit
       *[seconds] { $count } detik
    }
