### A group's settings with their values in words.

settings-title = <b>Pengaturan { $group }</b>

settings-how-to-change = Untuk mengubah salah satunya, hubungi pengelola bot ini.

settings-unfit = ⚠️ Isi yang tersimpan untuk { $keys } tidak saya pahami, jadi di situ berlaku nilai bawaan.

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
    Pemberitahuan hilang: <b>{ $value ->
        [0] jika sudah tidak diperlukan
       *[other] setelah { $value } detik
    }</b>
setting-command-delete-after-seconds =
    Perintah dan jawaban saya hilang: <b>{ $value ->
        [0] tidak pernah
       *[other] setelah { $value } detik
    }</b>
