### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Pilih channel
button-setup-use-linked = Pakai { $channel }
button-setup-use-unseen = Pakai channel tertaut
button-setup-appoint = Jadikan saya admin
button-setup-another = Tambah channel lain

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Terima kasih sudah menambahkan saya! Tinggal satu langkah: pilih channel yang harus diikuti orang sebelum menulis di sini.
    { $linked ->
        [named] Grup ini tertaut ke <b>{ $channel }</b>. Admin bisa memilihnya dengan tombol pertama.
        [unseen] Grup ini punya channel tertaut. Admin bisa memilihnya dengan tombol pertama.
       *[none] Admin cukup mengetuk tombolnya; tidak perlu mengetik apa pun.
    }

setup-greeting-lacking =
    👋 Terima kasih sudah menambahkan saya! Untuk menjaga grup ini saya masih perlu:
    { $rights }
    Buka halaman grup, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan itu. Setelah itu, admin memilih channel dengan tombol.

setup-appoint-me =
    👋 Terima kasih sudah menambahkan saya! Untuk menjaga grup ini saya harus menjadi admin, cukup dengan ini:
    { $rights }
    Ketuk tombolnya, pilih grup ini, dan biarkan itu tetap aktif.

setup-choose =
    Channel mana yang harus diikuti orang sebelum menulis di <b>{ $group }</b>?
    Ketuk “{ button-setup-choose }” di bawah dan pilih channelnya. Telegram menambahkan saya di sana secara otomatis, dengan satu izin: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> tertaut ke channel <b>{ $channel }</b>. Pakai yang itu?
       *[unseen] <b>{ $group }</b> punya channel tertaut. Pakai yang itu?
    }

setup-done = 🎉 Selesai. Semuanya ada di bawah.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 Proteksi masih uji coba: saya hanya menghitung siapa yang belum mengikuti { $channels }.
       *[enforce] ✅ Proteksi aktif: untuk menulis di sini, silakan ikuti { $channels }.
    }

setup-administrators-only = Hanya admin grup yang bisa menyiapkannya. Minta salah satu dari mereka mengetuk tombol di sana.
setup-outdated = Saya sudah tidak tahu ini untuk grup yang mana. Silakan ketuk tombol di grup sekali lagi.
setup-nothing-linked = Grup ini sudah tidak punya channel tertaut. Silakan pilih dengan tombol yang lain.
setup-press-done = Selesai: proteksi aktif.
setup-press-refused = Belum: pesan saya menjelaskan apa yang kurang.

setup-basic-group =
    Ini masih grup biasa, dan di sana Telegram tidak mengizinkan membisukan satu orang saja.
    Ketuk tombolnya dan pilih grup: Telegram menjadikannya supergrup, dan di sana saya beri tahu langkah berikutnya.

setup-not-appointed =
    Saya belum menjadi admin grup. Ketuk tombolnya, pilih grup, dan biarkan ini tetap aktif:
    { $rights }
    Di sana saya beri tahu langkah berikutnya.

setup-bot-lacks =
    Di grup saya masih kekurangan:
    { $rights }
    Buka halaman grup, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan itu. Setelah itu, ketuk tombolnya lagi.

setup-not-in-channel =
    Saya belum menjadi admin <b>{ $channel }</b>, jadi saya tidak bisa melihat siapa saja di sana.
    Tambahkan saya dengan tombol, dan biarkan satu izin itu tetap aktif. Lalu saya lanjutkan sendiri.

setup-may-not-invite =
    <b>{ $channel }</b> bersifat privat, dan saya tidak boleh membuat tautan undangannya.
    Buka halaman channel, ketuk Edit, lalu Administrator, lalu nama saya, dan aktifkan “{ $right }”. Lalu saya lanjutkan sendiri.

setup-caller-not-in-channel =
    <b>{ $channel }</b> bersifat privat, dan Anda bukan adminnya.
    Pilih channel lain, atau minta salah satu adminnya, yang juga harus admin grup, mengetuk tombol di sana.

setup-must-wait =
    Telegram mengizinkan saya memeriksa lagi dalam { $minutes ->
       *[other] { $minutes } menit
    }. Tidak ada yang berubah; ketuk tombol yang sama lagi nanti.
