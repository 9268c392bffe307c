### The answers to /protect.

administrators-only = Hanya admin grup ini yang bisa melakukannya.

must-wait = Telegram baru mengizinkan saya mencari data lagi setelah { $minutes } menit. Tidak ada yang berubah; setelah itu, kirim lagi perintahnya.

protect-must-wait =
    Telegram baru mengizinkan saya mencari channel dengan namanya lagi setelah { $minutes } menit. Tidak ada yang berubah.
    Setelah itu, kirim lagi perintahnya. Atau, sebagai ganti nama, kirim tautan salah satu postingan channel itu atau ID-nya: <code>/protect -100…</code>

groups-only = Perintah itu hanya untuk grup. Tambahkan saya ke grup Anda (kirim /start kepada saya untuk mendapat tombolnya), lalu kirim perintahnya di sana.

basic-group =
    Ini masih grup biasa, dan di grup biasa Telegram tidak mengizinkan satu orang saja dibisukan. Pemiliknya bisa mengubahnya menjadi supergrup dalam sekejap:
    buka halaman grup, ketuk Edit, lalu “Riwayat obrolan untuk anggota baru”, dan pilih “Terlihat”.
    Setelah itu, kirim /protect lagi.

protect-usage =
    Sebutkan channel yang wajib diikuti: <code>/protect @channelanda</code>
    Anda bisa menyebut beberapa, dipisahkan spasi. Untuk channel privat, kirim tautan salah satu postingannya sebagai ganti nama.

unreadable-channel =
    Saya tidak mengenali <code>{ $word }</code> sebagai channel.
    Tulis namanya seperti <code>@channelanda</code>, atau kirim tautan salah satu postingannya.

invite-link-given =
    <code>{ $word }</code> adalah tautan undangan, dan Telegram tidak memberi tahu saya ke channel mana arahnya.
    Tambahkan saya ke channel itu sebagai admin, salin tautan salah satu postingannya, lalu kirim: <code>/protect https://t.me/c/…</code>

too-many-channels = Satu grup bisa mewajibkan paling banyak { $max } channel. Tidak ada yang berubah.

bot-lacks-rights =
    Di sini masih ada yang kurang:
    { $rights }
    Buka halaman grup, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan hak itu. Setelah itu, kirim /protect lagi.

bot-not-administrator-here =
    Saya belum menjadi admin grup ini. Buka halaman grup, ketuk Edit, lalu Administrator, tambahkan saya, dan biarkan ini tetap aktif:
    { $rights }
    Setelah itu, kirim /protect lagi.

channel-not-found =
    <code>{ $name }</code> tidak saya temukan.
    Apakah ejaannya benar? Jika itu channel privat, tambahkan saya dulu sebagai admin, lalu coba lagi.

not-a-channel = <code>{ $name }</code> bukan channel, melainkan orang, bot, atau grup biasa. Sebutkan channel yang wajib diikuti.

same-group = <code>{ $name }</code> adalah grup ini sendiri. Sebutkan channel yang wajib diikuti.

bot-not-in-channel =
    Saya belum menjadi admin <b>{ $channel }</b>, jadi saya tidak bisa melihat siapa saja yang ada di sana.
    Tambahkan saya dengan tombol ini, lalu kirim /protect lagi.

bot-may-not-invite =
    <b>{ $channel }</b> bersifat privat, dan saya tidak diizinkan membuat tautan undangannya.
    Buka halaman channel, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan “{ $right }”. Setelah itu, kirim /protect lagi.

caller-not-in-private-channel =
    <b>{ $channel }</b> bersifat privat, dan Anda bukan adminnya.
    Mintalah salah satu adminnya, yang juga harus admin di sini, untuk mengirim /protect.

anonymous-caller =
    <b>{ $channel }</b> bersifat privat, jadi saya harus bisa melihat bahwa Anda adminnya, sedangkan di sini Anda menulis secara anonim.
    Matikan “Tetap anonim” di hak admin Anda, kirim /protect lagi, lalu aktifkan kembali kalau mau.

# $needed: all of the channels, or any.
must-join =
    { $needed ->
        [any] Untuk menulis di sini, anggota harus bergabung ke salah satu channel ini:
       *[all] { $count ->
            [1] Untuk menulis di sini, anggota harus bergabung ke channel ini:
           *[other] Untuk menulis di sini, anggota harus bergabung ke semua channel ini:
        }
    }

mute-ends = Masa bisu berakhir sendiri setelah { $days } hari.

# $mode: does the gate act or only watch.
protected =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> sedang diuji coba: saya hanya menghitung siapa yang akan dibisukan, dan tidak berbuat apa-apa kepada siapa pun.
       *[enforce] ✅ <b>{ $group }</b> sekarang terlindungi.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status menampilkan hitungannya.
       *[enforce] Yang belum bergabung tidak bisa menulis sampai mereka bergabung. { mute-ends }
    }

protected-again =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> sedang diuji coba: saya hanya menghitung siapa yang akan dibisukan, dan tidak berbuat apa-apa kepada siapa pun.
       *[enforce] ✅ <b>{ $group }</b> terlindungi. Inilah yang berlaku sekarang.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status menampilkan hitungannya.
       *[enforce] Yang belum bergabung tidak bisa menulis sampai mereka bergabung. { mute-ends }
    }

nothing-to-resume = Tidak ada pengaturan sebelumnya yang bisa saya aktifkan lagi. Sebutkan channel-nya: <code>/protect @channelanda</code>
