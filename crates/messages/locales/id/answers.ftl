### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Terima kasih! Sekarang Anda bisa menulis di { $group }.

answer-still-missing =
    { $needed ->
        [none] Anda belum ada di channel grup ini. Silakan bergabung dulu, lalu tekan lagi.
        [any] Belum berhasil. Silakan bergabung ke { $channels } (cukup salah satu), lalu tekan lagi.
       *[all] Belum berhasil. Silakan bergabung ke { $channels }, lalu tekan lagi.
    }

answer-not-restricted = Anda tidak dibisukan di sini, jadi tidak ada yang perlu dilakukan.

answer-restricted-by-administrator = Yang membisukan Anda adalah admin grup ini, bukan saya. Hanya admin yang bisa mengubahnya: silakan hubungi salah satu admin.

answer-could-not-check = Saat ini saya tidak bisa memeriksanya. Tidak ada yang berubah; silakan coba sebentar lagi.

answer-could-not-unmute = Bagian Anda sudah beres, tetapi Telegram belum mengizinkan saya membuka akses menulis Anda. Saya terus mencoba; admin { $group } bisa langsung membukanya.

answer-outdated-button = Tombol ini sudah tidak berlaku.
