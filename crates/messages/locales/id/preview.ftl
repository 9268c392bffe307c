### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Hitung siapa yang akan ditahan gerbang; tak ada yang disentuh
help-preview = <code>/preview @channel</code> – hitung siapa yang tidak ada di channel sebelum diwajibkan; tak ada yang disentuh
button-panel-preview = Coba pilihan lain

preview-progress =
    <b>Pratinjau untuk { $group }: tak ada yang disentuh</b>
    { $bar } { $percent }%
    Diperiksa: { $checked } dari { $total }
preview-done = <b>Pratinjau untuk { $group }: tak ada yang disentuh</b>
preview-cancelled =
    <b>Pratinjau untuk { $group } dibatalkan</b>
    Diperiksa: { $checked } dari { $total }

preview-seen = Orang yang terlihat dalam 30 hari: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    Tidak ada di { $channels }: { preview-stopped }
    Tidak bisa diperiksa: { $unknown }
preview-all =
    { preview-seen }
    Tidak ada di semua channel ini: { $channels }: { preview-stopped }
    Tidak bisa diperiksa: { $unknown }
preview-any =
    { preview-seen }
    Tidak ada di satu pun channel ini: { $channels }: { preview-stopped }
    Tidak bisa diperiksa: { $unknown }
preview-channel = Tidak ada di { $channel }: { $absent }
preview-muted = Sudah kubisukan: { $count }
preview-left = Tidak lagi di grup: { $count }
preview-unknown-stopped = Yang tidak bisa diperiksa juga akan dibisukan.
preview-note = Admin dan orang yang dikecualikan dihitung lolos. Aku hanya mengenal yang bergabung atau menulis selama aku admin di sini.
preview-usage = Sebutkan channel yang ingin dicoba, misalnya <code>/preview @channelmu</code>. Aku hanya menghitung: tak ada yang disentuh.
preview-running = Pratinjau sedang berjalan. Pesannya menunjukkan sudah sejauh mana, dengan tombol untuk membatalkannya.

panel-preview-ordered = Pratinjau akan muncul di grup.
panel-preview-running = Pemeriksaan di grup sedang berjalan. Coba lagi setelah selesai.
answer-preview-cancelled = Pratinjau dibatalkan.
