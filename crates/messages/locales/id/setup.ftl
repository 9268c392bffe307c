### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Pilih channel
button-setup-use-linked = Pakai { $channel }
button-setup-use-unseen = Pakai channel tertaut
button-setup-appoint = Jadikan saya admin
button-setup-another = Tambah channel lain

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Terima kasih sudah menambahkan saya! Tinggal satu langkah: pilih channel yang wajib diikuti sebelum orang bisa menulis di sini.
    { $linked ->
        [named] Grup ini tertaut ke <b>{ $channel }</b>. Admin bisa memilihnya dengan tombol pertama.
        [unseen] Grup ini punya channel tertaut. Admin bisa memilihnya dengan tombol pertama.
       *[none] Admin cukup mengetuk tombolnya; tidak perlu mengetik apa pun.
    }

setup-greeting-lacking =
    👋 Terima kasih sudah menambahkan saya! Untuk menjaga grup ini, saya masih memerlukan:
    { $rights }
    Buka halaman grup, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan hak itu. Setelah itu, admin memilih channel dengan tombol.

setup-appoint-me =
    👋 Terima kasih sudah menambahkan saya! Untuk menjaga grup ini, saya harus menjadi admin, cukup dengan hak ini:
    { $rights }
    Ketuk tombolnya, pilih grup ini, dan biarkan hak itu tetap aktif.

setup-choose =
    Channel mana yang wajib diikuti sebelum orang bisa menulis di <b>{ $group }</b>?
    Ketuk “{ button-setup-choose }” di bawah dan pilih channel-nya. Telegram otomatis menambahkan saya ke sana, cukup dengan satu hak: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> tertaut ke channel <b>{ $channel }</b>. Pakai yang itu?
       *[unseen] <b>{ $group }</b> punya channel tertaut. Pakai yang itu?
    }

setup-done = 🎉 Selesai. Semuanya ada di bawah.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 Proteksi sedang diuji coba: saya hanya menghitung siapa yang belum bergabung ke { $channels }.
       *[enforce] ✅ Proteksi aktif: untuk menulis di sini, silakan bergabung ke { $channels }.
    }

setup-administrators-only = Hanya admin grup yang bisa mengaturnya. Silakan minta salah satunya mengetuk tombol di grup.
setup-outdated = Saya sudah tidak tahu ini untuk grup yang mana. Silakan ketuk tombol di grup sekali lagi.
setup-nothing-linked = Grup ini sudah tidak punya channel tertaut. Silakan pilih dengan tombol yang lain.
setup-press-done = Selesai: proteksi aktif.
setup-press-refused = Belum: pesan saya menjelaskan apa yang kurang.

setup-basic-group =
    Ini masih grup biasa, dan di grup biasa Telegram tidak mengizinkan satu orang saja dibisukan.
    Ketuk tombolnya dan pilih grup: Telegram menjadikannya supergrup, dan di sana saya beri tahu langkah berikutnya.

setup-not-appointed =
    Saya belum menjadi admin grup. Ketuk tombolnya, pilih grup, dan biarkan ini tetap aktif:
    { $rights }
    Di sana saya beri tahu langkah berikutnya.

setup-bot-lacks =
    Di grup, saya masih memerlukan:
    { $rights }
    Buka halaman grup, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan hak itu. Setelah itu, ketuk tombolnya lagi.

setup-not-in-channel =
    Saya belum menjadi admin <b>{ $channel }</b>, jadi saya tidak bisa melihat siapa saja yang ada di sana.
    Tambahkan saya dengan tombol, dan biarkan satu hak itu tetap aktif. Setelah itu, saya lanjutkan sendiri.

setup-may-not-invite =
    <b>{ $channel }</b> bersifat privat, dan saya tidak diizinkan membuat tautan undangannya.
    Buka halaman channel, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan “{ $right }”. Setelah itu, saya lanjutkan sendiri.

setup-caller-not-in-channel =
    <b>{ $channel }</b> bersifat privat, dan Anda bukan adminnya.
    Pilih channel lain, atau minta salah satu adminnya, yang juga harus admin grup, untuk mengetuk tombol di grup.

setup-must-wait =
    Telegram baru mengizinkan saya mencari data lagi setelah { $minutes ->
       *[other] { $minutes } menit
    }. Tidak ada yang berubah; setelah itu, ketuk lagi tombol yang sama.
