### The answer to /why: what the gate thinks of a person.

menu-why = Mengapa seseorang boleh menulis atau tidak (balas pesannya)
help-why = /why – sebagai balasan atau dengan id: apa yang saya lihat tentang orang itu, keputusan saya, dan kasus terakhirnya

why-usage = Siapa yang Anda maksud? Balas salah satu pesannya dengan /why, atau kirim dengan id-nya: <code>/why 123456789</code>

why-unknown = Telegram tidak menunjukkan siapa pun dengan id <code>{ $id }</code> di sini, dan saya tidak punya kasusnya. Apakah id-nya benar? Paling mudah, balas salah satu pesannya dengan /why.

why-person = Tentang <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    Di sini: { $status ->
        [administrator] admin
        [member] ada di grup
        [muted] dibisukan oleh saya
        [silenced] dibisukan oleh admin, bukan oleh saya
        [limited] admin hanya mengizinkan sebagian hal
        [outside] tidak ada di grup
        [banned] diblokir oleh admin
        [unknown] Telegram tidak mengenalnya di sini
       *[unclear] saat ini saya tidak bisa memastikan
    }

why-channel =
    { $channel }: { $membership ->
        [in] sudah bergabung
        [out] belum bergabung
       *[unclear] saat ini saya tidak bisa memastikan
    }

why-rule =
    <b>Aturan:</b> { $rule ->
        [off] proteksi di sini tidak aktif, jadi tidak ada yang diperiksa.
        [braked] terlalu banyak orang lama sekaligus tidak lolos. Bisa jadi ini kesalahan, jadi untuk sementara saya tidak membisukan siapa pun.
        [administrator] admin tidak pernah diperiksa.
        [exempt] admin sudah mengecualikannya, jadi tidak pernah diperiksa. /unexempt membatalkannya.
        [never] akun seperti ini tidak pernah diperiksa.
        [doubt] saat ini saya tidak bisa memastikan apakah dia admin, dan kalau ragu saya tidak membisukan siapa pun.
        [any] harus bergabung ke salah satu channel ini.
        [all] harus bergabung ke semua channel ini.
        [lenient] kalau saya tidak bisa memastikan, boleh menulis.
       *[strict] kalau saya tidak bisa memastikan, tidak boleh menulis.
    }

why-decision =
    <b>Keputusan:</b> { $decision ->
        [allow] boleh menulis.
        [release] tidak ada lagi alasan untuk tetap bisu. Cukup tekan “{ button-joined }” di bawah pemberitahuan saya, atau kirim /start ke saya.
        [observe] seharusnya dibisukan sampai bergabung ke { $channels }. Proteksi sedang diuji coba, jadi saya tidak melakukan apa-apa.
        [powerless] seharusnya bergabung dulu ke { $channels }, tetapi hak saya di sini belum lengkap dan tidak ada yang dibisukan. Selengkapnya di /status.
        [steps] harus bergabung dulu ke { $channels }.
       *[restrict] tidak boleh menulis sampai bergabung ke { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>Pesan berikutnya:</b> { $step ->
        [remind] tetap ada, dan pemberitahuan saya membalasnya.
        [stand] tetap ada: sudah saya ingatkan.
        [warn] dihapus dengan pemberitahuan; belum dibisukan.
       *[mute] dihapus, dan ia dibisukan.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] Dicatat dalam uji coba pada { $since }, tanpa dibisukan.
        [reminded] 🔔 Saya ingatkan pada { $since }, tanpa dibisukan.
        [warned] ⚠️ Saya peringatkan pada { $since }, tanpa dibisukan.
        [told] 🔇 Saya bisukan sejak { $since }, paling lama sampai { $until }. Pemberitahuan saya menjelaskan apa yang perlu dilakukan.
       *[untold] 🔇 Saya bisukan sejak { $since }, paling lama sampai { $until }. Pemberitahuan saya belum dikirim.
    }{ $case ->
        [0] {""}
       *[other] {" "}Kasus { $case }.
    }

why-cases = <b>Kasus terakhir</b>

why-no-cases = Tidak ada kasus: saya belum pernah membisukannya di sini.

why-case =
    { $case ->
        [0] Tanpa nomor
       *[other] Kasus { $case }
    }, { $since }: { $reason ->
        [spoke] menulis tanpa bergabung ke channel
        [came] masuk grup tanpa bergabung ke channel
        [swept] pemeriksaan semua anggota
       *[left] keluar dari channel
    }{ $mode ->
        [observe] {" "}(uji coba, tanpa dibisukan)
        [remind] {" "}(diingatkan, tanpa dibisukan)
        [warn] {" "}(diperingatkan, tanpa dibisukan)
       *[enforce] {""}
    }. { $end ->
        [open] Masih terbuka.
        [joined] Selesai pada { $until }: sudah bergabung.
        [off] Selesai pada { $until }: proteksi dimatikan.
        [eased] Selesai pada { $until }: syaratnya dipermudah.
        [exempted] Selesai pada { $until }: admin mengecualikannya.
        [administrator] Selesai pada { $until }: keputusan admin.
        [expired] Selesai pada { $until }: waktunya habis.
        [never] Selesai pada { $until }: Telegram tidak mengizinkan saya membisukannya.
        [free] Selesai pada { $until }: bisunya sudah dicabut pihak lain.
        [erased] Selesai { $until }: ia meminta datanya dihapus.
        [braked] Selesai { $until }: terlalu banyak orang sekaligus tidak lolos, jadi saya bebaskan.
        [untold] Selesai pada { $until }: pemberitahuan tidak bisa dikirim, jadi bisunya saya cabut.
        [stepped] Selesai pada { $until }: terulang lagi, dan langkah berikutnya diambil.
       *[removed] Selesai pada { $until }: saya dikeluarkan dari grup.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}Ini kasus { $case }; admin bisa melihatnya.
    }
