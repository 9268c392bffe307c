### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Periksa semua yang kukenal di grup ini sekarang
help-sweep = /sweep – periksa semua yang kukenal di grup ini sekarang; yang tidak ada di kanal akan dibisukan
button-cancel-sweep = Batalkan

sweep-progress =
    <b>Memeriksa semua yang kukenal di { $group }</b>
    { $bar } { $percent }%
    Diperiksa: { $checked } dari { $total }
sweep-time-left = Sisa waktu: sekitar { $minutes } mnt
sweep-done = <b>Semua yang kukenal di { $group } sudah diperiksa</b>
sweep-cancelled =
    <b>Pemeriksaan { $group } dibatalkan</b>
    Diperiksa: { $checked } dari { $total }

sweep-counts =
    Boleh menulis: { $passed }
    { $effect ->
        [note] Akan dibisukan: { $restricted }
        [step] Diberi tahu atau dibisukan sekarang: { $restricted }
       *[mute] Dibisukan sekarang: { $restricted }
    }
    Sudah dibisukan sebelumnya: { $before }
    { $outside ->
        [commenters] Bukan anggota grup: { $left } (diperiksa saat berkomentar)
       *[gone] Tidak lagi di grup: { $left }
    }
    Telegram tidak menjawab: { $unknown }

sweep-running = Pemeriksaan sedang berjalan. Pesannya menunjukkan sudah sejauh mana.
sweep-off = Gerbang mati, jadi tidak ada yang perlu diperiksa. Admin dapat menyalakannya dengan /protect.
sweep-without-rights = Aku kekurangan izin yang kuperlukan di grup ini, jadi tidak bisa memeriksa siapa pun. /status menjelaskannya.
sweep-untold = Aku tidak bisa menulis di grup ini, dan tidak ada yang dibisukan tanpa kabar. Jadi sekarang aku tidak memeriksa siapa pun.

answer-sweep-refused = Hanya admin grup ini yang dapat membatalkan pemeriksaan.
answer-sweep-cancelled = Pemeriksaan dibatalkan.
