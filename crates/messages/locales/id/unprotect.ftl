### The answers to /unprotect.

unprotected =
    Proteksi <b>{ $group }</b> sekarang tidak aktif. { $count ->
        [0] Tidak ada yang dibisukan.
       *[other] { $count } orang yang saya bisukan akan segera bisa menulis lagi.
    }
    Pengaturan Anda tetap disimpan: /protect mengaktifkannya lagi.

unprotected-keep =
    Proteksi <b>{ $group }</b> sekarang tidak aktif. { $count ->
        [0] Tidak ada yang dibisukan.
       *[other] { $count } orang yang saya bisukan tetap dibisukan sampai bergabung atau waktunya habis. Kirim /unprotect agar mereka bisa menulis.
    }
    Pengaturan Anda tetap disimpan: /protect mengaktifkannya lagi.

not-protected = Proteksi di sini memang tidak aktif. Untuk mengaktifkannya: <code>/protect @channelanda</code>

channels-removed =
    Tidak diwajibkan lagi: { $removed }.
    { $left-count ->
        [0] Tidak ada channel yang tersisa, jadi proteksi tidak aktif. Semua yang saya bisukan akan segera bisa menulis lagi.
       *[other] Masih diwajibkan: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> bukan salah satu channel grup ini. /status menunjukkan channel mana saja.
