### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] proteksi tidak aktif. Admin bisa mengaktifkannya dengan /protect.
        [observe] proteksi sedang diuji coba. Saya hanya menghitung, tidak ada yang dibisukan.
       *[enforce] proteksi aktif.
    }

status-braked = ⚠️ Sejak { $since } saya tidak membisukan siapa pun: terlalu banyak orang lama sekaligus tidak lolos, dan itu bisa jadi kesalahan. Saya terus memeriksa; admin bisa menyuruh saya melanjutkan di bawah pesan saya tentang ini.

status-cannot-enforce = ⚠️ Hak saya di grup ini belum lengkap, jadi tidak ada yang dibisukan. Admin bisa memperbaikinya: halaman grup, Edit, Administrator, nama saya, lalu aktifkan “{ right-delete-messages }” dan “{ right-restrict-members }”.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– saat ini tidak bisa saya periksa. Apakah saya masih admin di sana?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Disimpan sampai proteksi aktif lagi:

status-requests-unheard = ⚠️ Saya tidak bisa melihat siapa yang minta bergabung ke { $channels }, jadi permintaan itu tidak dihitung. Admin di sana bisa memperbaikinya: nama saya di daftar admin, lalu aktifkan “{ right-add-subscribers }”.

status-muted = Sedang dibisukan: { $open } · total: { $total } · di antaranya sudah bergabung: { $joined }
status-observed = Akan dibisukan (uji coba): { $count }
status-people = Orang yang terlihat: { $seen } · dikecualikan: { $exempt }
status-since = Diatur pada { $since } oleh { $owner }

status-unprotected = Belum ada proteksi di sini: semua orang bisa menulis. Admin bisa mengaktifkannya dengan <code>/protect @channelanda</code>
