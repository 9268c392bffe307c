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
