### What the bot can do, and what to try when it doesn't.

help =
    <b>Untuk semua orang</b>
    /status – di grup: apakah proteksi aktif dan channel mana yang wajib diikuti
    /start – di sini: mengapa Anda tidak bisa menulis dan apa yang perlu dilakukan

    <b>Untuk admin, di grup</b>
    “{ button-setup-choose }” di bawah pesan sambutan saya – tiga ketukan dan proteksi aktif; pesannya tidak ada? Pakai tombol di /start
    <code>/protect @channel</code> – hal yang sama bagi yang suka mengetik: wajibkan anggota bergabung ke sebuah channel; sebut beberapa untuk mewajibkan semuanya
    /protect – aktifkan proteksi lagi
    <code>/unprotect @channel</code> – jangan wajibkan channel itu lagi
    /unprotect – matikan proteksi; semua yang saya bisukan bisa menulis lagi
    <code>/unprotect keep</code> – matikan proteksi, tetapi mereka tetap dibisukan
    /exempt – sebagai balasan atau dengan ID: jangan pernah periksa orang itu; tanpa tambahan: siapa saja yang dikecualikan
    /unexempt – periksa orang itu lagi
    { help-preview }
    { help-sweep }
    { help-stats }
    /settings – pengaturan grup ini, diubah dengan ketukan
    { help-why }

    <b>Jika ada yang tidak beres</b>
    <b>Saya sudah bergabung, tetapi masih tidak bisa menulis.</b> Tekan “{ button-joined }” di bawah pemberitahuan saya, atau kirim /start ke saya.
    <b>Tidak ada yang dibisukan.</b> Kirim /status di grup: di situ tertulis apa yang kurang. Admin dan orang yang dikecualikan tidak pernah diperiksa.
    <b>Bot tidak bisa memeriksa channel.</b> Jadikan saya admin channel itu; saya hanya perlu hak “{ right-add-subscribers }”.
    <b>Ada yang dibisukan karena keliru.</b> Admin membalas salah satu pesannya dengan /exempt, atau mengirim /exempt dengan ID-nya.
    <b>Admin membisukan seseorang.</b> Itu tidak saya utak-atik: hanya admin yang bisa membatalkannya.

    Masa bisu dari saya selalu berakhir sendiri setelah beberapa hari.

help-in-group =
    <b>Tidak bisa menulis di sini?</b> Bergabunglah ke channel yang ada di pemberitahuan saya, lalu tekan “{ button-joined }”. /status menunjukkan channel mana saja.
    <b>Admin:</b> ketuk “{ button-setup-choose }” di bawah pesan sambutan saya, atau kirim <code>/protect @channelanda</code> untuk memulai. Untuk hal lainnya, kirim /help kepada saya lewat obrolan pribadi.
