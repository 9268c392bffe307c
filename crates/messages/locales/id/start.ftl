### The private chat: who the bot is, and why somebody can't write.

start =
    👋 Halo, saya { $bot }. Di grup Anda, hanya orang yang sudah bergabung ke channel Anda yang saya izinkan menulis. Yang lain saya minta bergabung dulu.

    <b>Siap dalam semenit</b>
    1. Tambahkan saya ke grup Anda dengan tombol pertama. Biarkan hak-haknya tetap aktif.
    2. Di grup, ketuk “{ button-setup-choose }” di bawah pesan sambutan saya.
    3. Pilih channel Anda. Selesai: /status di grup menunjukkan semuanya berjalan.

    Selengkapnya di /help.

restrictions-intro = Inilah sebabnya Anda tidak bisa menulis:

# $needed: all of the channels, any of them, or none is known.
restriction =
    <b>{ $group }</b>
    Dibisukan sejak { $since }.{ restriction-case }
    { $needed ->
        [none] Anda tidak perlu bergabung ke mana-mana lagi: cukup tekan tombolnya.
        [any] Untuk bisa menulis lagi, bergabunglah ke { $channels }; cukup salah satu.
       *[all] Untuk bisa menulis lagi, bergabunglah ke { $channels }.
    }

restrictions-more = Masih ada { $count } grup lagi; akan saya tampilkan setelah yang ini beres.

restrictions-outro = Begitu bergabung, Anda bisa menulis lagi. Jika belum bisa juga setelah beberapa saat, tekan “{ button-joined }”.

restrictions-none = Saya tidak membisukan Anda di grup mana pun. Jika Anda tidak bisa menulis di suatu grup, admin di sana yang membisukan Anda: silakan hubungi salah satunya.

restricted-by-administrator-in = Di { $groups }, yang membisukan Anda adalah admin, bukan saya. Bergabung ke channel tidak akan mengubahnya: silakan hubungi admin di sana.
