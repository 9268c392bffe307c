### What admins are told when the bot loses what it needs, and when it has it back.

# $state: is the bot still an admin, but lacking rights, or was it dismissed.
cannot-enforce =
    ⚠️ Saat ini saya tidak bisa menjaga <b>{ $group }</b>, jadi tidak ada yang dibisukan. { $state ->
        [dismissed] Saya bukan admin lagi di sana. Tolong jadikan saya admin lagi, dengan hak berikut:
       *[lacking] Saya belum punya hak berikut:
    }
    { $rights }
    Letaknya di halaman grup: Edit, Administrator{ $state ->
        [dismissed] .
       *[lacking] , nama saya.
    } Begitu hak itu ada, saya otomatis bekerja lagi.

can-enforce-again = ✅ Hak saya di <b>{ $group }</b> sudah kembali, dan proteksi berjalan seperti semula.

cannot-check =
    ⚠️ Saya tidak bisa lagi melihat siapa saja yang ada di { $channel }, jadi proteksi <b>{ $group }</b> tidak bisa mewajibkannya.
    Tolong jadikan saya admin channel itu lagi. Setelah itu, saya otomatis bekerja lagi.

can-check-again = ✅ Saya bisa melihat lagi siapa saja yang ada di { $channel }, dan <b>{ $group }</b> mewajibkannya seperti semula.

cannot-notify =
    ⚠️ Saya tidak bisa mengirim pesan di <b>{ $group }</b>, jadi saya tidak bisa memberi tahu orang di sana mengapa mereka dibisukan. Yang belum sempat diberi tahu sudah saya izinkan menulis lagi, dan untuk sementara semua orang boleh menulis.
    Tolong izinkan saya mengirim pesan di sana: buka General atau sebuah topik, atau beri saya hak untuk mengelola topik. Saya otomatis mencoba lagi setiap jam.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ Saya berhenti membisukan di <b>{ $group }</b>: banyak orang yang sudah lama di sini tiba-tiba tampak tidak ada di channel. Bisa jadi ini kesalahan, dan bukan kesalahan mereka.
    Siapa: { $people }
    Boleh menulis lagi: { $freed }
    Untuk sementara semua orang boleh menulis. Saya terus memeriksa, dan otomatis melanjutkan setelah ini berlalu. Jika memang benar dibisukan, tekan “{ button-go-on }”.

button-go-on = Lanjutkan

brake-recovered = ✅ Proteksi <b>{ $group }</b> berjalan lagi seperti semula. Itu kesalahan: orang yang tampak tidak ada ternyata ada di channel.

brake-overridden = ✅ Proteksi <b>{ $group }</b> berjalan lagi seperti semula: { $admin } menekan “{ button-go-on }”. Selama sehari saya tidak akan berhenti sendiri.

brake-switched-off = ✅ Saya tidak menahan apa pun lagi di <b>{ $group }</b>: admin mengubah pengaturan, dan itulah yang berlaku sekarang.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = Proteksi berjalan lagi.

answer-brake-is-over = Ini sudah selesai: proteksi berjalan.
