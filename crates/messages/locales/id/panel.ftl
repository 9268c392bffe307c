### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Bisukan atau hitung saja
name-policy = Channel yang wajib
name-on-unknown = Jika tak bisa diperiksa
name-gate-on-join = Periksa yang masuk
name-gate-on-leave = Periksa yang keluar
name-mute-for-days = Masa bisu
name-ladder = Langsung bisukan atau tidak
name-amnesty-days = Waktu untuk bergabung
name-channel-senders = Menulis atas nama channel
name-pending-join-requests = Permintaan tertunda
name-language = Bahasa
name-notice-text = Pemberitahuan
name-notice-delete-after-seconds = Lama pemberitahuan
name-command-delete-after-seconds = Lama perintah
name-welcome-text = Sambutan
name-brake = Keraguan mendadak
name-remove-join-lines = Baris “X bergabung”

# What each setting does.
about-mode = Dalam uji coba saya hanya menghitung siapa yang akan dibisukan dan tidak berbuat apa-apa. Saat beralih ke uji coba, semua yang saya bisukan bisa menulis lagi.
about-policy = Jika ada beberapa channel: wajib ada di semuanya atau cukup satu?
about-on-unknown = Kadang Telegram tidak menjawab saya. Membisukan saat itu juga mengenai orang yang tidak bersalah.
about-gate-on-join = Yang masuk dan tidak ada di channel langsung dibisukan; jika tidak, baru saat ia menulis.
about-gate-on-leave = Yang keluar dari channel langsung dibisukan di sini; jika tidak, baru saat ia menulis lagi.
about-mute-for-days = Setelah waktu ini, masa bisu berakhir sendiri. Perubahan hanya berlaku untuk yang dibisukan sesudahnya.
about-ladder = Apa yang terjadi jika orang yang tidak ada di channel menulis. Ingatkan: pesan pertama orang yang sudah saya lihat di sini sejak sehari tetap ada, dan pemberitahuan saya membalasnya; pesan berikutnya membuatnya dibisukan. Peringatkan: pesan saya hapus dengan pemberitahuan; pesan ketiga dalam sehari membuatnya dibisukan. Pendatang baru dibisukan saat bergabung.
about-amnesty-days = Orang yang saya lihat di sini sebelum proteksi dinyalakan boleh menulis selama sekian hari sejak saat itu. Masing-masing saya ingatkan sekali.
about-channel-senders = Ada yang menulis atas nama channel. Channel tidak bisa dibisukan, tetapi pesannya bisa dihapus.
about-pending-join-requests = Di channel privat kadang harus menunggu persetujuan. Bolehkah mereka menulis sementara itu? Saya hanya melihat permintaan itu jika punya hak “{ right-add-subscribers }” di channel.
about-language = Bahasa saya di grup ini. Di chat privat saya memakai bahasa masing-masing orang.
about-notice-text = Yang dibaca orang yang dibisukan di sini. Tombolnya selalu di bawah.
about-notice-delete-after-seconds = Pemberitahuan selalu dihapus jika sudah tidak diperlukan. Bisa juga lebih cepat; tombolnya ikut hilang.
about-command-delete-after-seconds = Saya bisa menghapus perintah dan jawaban saya setelah beberapa waktu agar obrolan tetap rapi.
about-welcome-text = Yang saya tulis saat seseorang bergabung ke channel dan baru pertama kali bisa menulis di sini.
about-brake = Jika banyak orang lama di sini tiba-tiba tampak tidak ada di channel, mungkin itu kesalahan: saya berhenti membisukan, mengizinkan mereka menulis lagi, dan bertanya kepada admin.
about-remove-join-lines = Nama bisa berisi iklan: saya bisa menghapus baris bahwa seseorang bergabung jika ia tidak ada di channel.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Hitung saja (uji coba)
       *[enforce] Bisukan
    }
option-policy =
    { $value ->
        [any] Cukup satu
       *[all] Semuanya
    }
option-on-unknown =
    { $value ->
        [restrict] Bisukan
       *[allow] Boleh menulis
    }
option-ladder =
    { $value ->
        [remind] Ingatkan dulu
        [warn] Peringatkan dulu
       *[mute] Langsung bisukan
    }
option-flag =
    { $value ->
        [no] Tidak
       *[yes] Ya
    }
option-channel-senders =
    { $value ->
        [allow] Biarkan pesannya
       *[delete] Hapus pesannya
    }
option-pending-join-requests =
    { $value ->
        [accept] Boleh menulis
       *[ignore] Harus menunggu
    }
option-language-auto = Sesuai masing-masing orang
option-days = { $count } hari
option-when-needless = Jika tidak diperlukan lagi
option-never = Tidak pernah

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Kembali
button-panel-close = Tutup
button-panel-copy = Salin dari grup lain
button-panel-write = Tulis teks
button-panel-number = Angka lain
button-panel-in-private = Lanjut di chat privat
button-panel-standard-text = Pakai teks standar
button-panel-no-text = Tanpa sambutan

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> di { $group }: kirimkan teksnya sebagai balasan pesan ini.

    Ini saya isi sendiri:
    <code>{"{"}name{"}"}</code> – orang yang dituju
    <code>{"{"}group{"}"}</code> – grup
    <code>{"{"}channels{"}"}</code> – channel beserta tautannya

    Untuk huruf tebal tulis <code>&lt;b&gt;…&lt;/b&gt;</code>, untuk huruf miring <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> di { $group }: kirimkan angka dari { $least } sampai { $most } sebagai balasan pesan ini.
panel-ask-days = Angka ini dalam hari.
panel-ask-seconds = Angka ini dalam detik; 0 berarti tanpa batas waktu.
panel-placeholder-text = Teks Anda
panel-placeholder-number = Angka

panel-text-saved = ✅ Tersimpan. Inilah yang akan dibaca orang:
panel-saved = ✅ Tersimpan.

panel-text-refused =
    Teks itu tidak bisa saya pakai.
    { $reason }
    Tidak ada yang berubah. Silakan balas pertanyaan saya sekali lagi.
panel-number-refused = Saya perlu angka dari { $least } sampai { $most }. Tidak ada yang berubah; silakan balas pertanyaan saya sekali lagi.
panel-text-wanted = Saya perlu teks tertulis. Tidak ada yang berubah; silakan balas pertanyaan saya sekali lagi.

# What is wrong with a text.
text-broken-tag = Ada “&lt;” yang tidak memulai format apa pun. Untuk menampilkan tanda itu, tulis <code>&amp;lt;</code>.
text-unknown-tag = Telegram tidak mengenal <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> tidak ditulis seperti yang diterima Telegram.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> tidak pernah ditutup dengan <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> tidak menutup apa pun yang terbuka di situ.
text-nested-quotation = Kutipan tidak bisa berada di dalam kutipan lain.
text-unknown-placeholder = Saya tidak tahu harus mengisi <code>{"{"}{ $placeholder }{"}"}</code> dengan apa.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> tidak bisa berada di dalam <code>&lt;{ $tag }&gt;</code>.
text-too-long = Setelah diisi, panjangnya bisa { $length } huruf, sedangkan Telegram menerima paling banyak { $max }.
text-empty = Tidak ada yang bisa dibaca di dalamnya.

# Copying.
panel-copy =
    Dari grup mana pengaturannya disalin ke <b>{ $group }</b>? Channel-nya tetap seperti semula.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = Tidak ada grup lain yang Anda atur dengan bantuan saya.

# Answers to a press.
panel-done = Tersimpan.
panel-asked = Balas pertanyaan saya di bawah.
panel-copied = Pengaturan telah disalin.
panel-administrators-only = Hanya admin grup ini yang bisa melakukannya.
panel-copy-refused = Saya tidak bisa menyalin dari grup itu: Anda harus menjadi admin di sana juga.
