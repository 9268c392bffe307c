### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, untuk menulis di sini { $needed ->
        [none] silakan bergabung dulu ke channel grup ini.
        [any] silakan bergabung dulu ke { $channels }; cukup salah satu.
       *[all] silakan bergabung dulu ke { $channels }.
    } Setelah itu, tekan “{ button-joined }”.

# Who is called, when nobody is called by name.
people-unnamed = semuanya

channel-sender-notice =
    <b>{ $sender }</b>: di { $group } Anda tidak bisa menulis atas nama channel, jadi pesan itu saya hapus. Silakan menulis sebagai diri sendiri: ketuk foto di samping kolom teks, lalu pilih akun Anda.

# Takes the place of a notice that can be deleted no more.
outdated-message = Pesan ini sudah tidak berlaku.
