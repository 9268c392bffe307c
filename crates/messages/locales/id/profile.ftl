### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = Saya menjaga agar hanya anggota channel-nya yang menulis di grup: yang belum bergabung saya minta bergabung, lalu bisa langsung menulis. Tambahkan saya ke grup Anda, pilih channel-nya, selesai. Saya tidak menyimpan pesan apa pun.

bot-short-description = Di grup Anda hanya yang sudah bergabung ke channel Anda yang bisa menulis. Siap dalam semenit.
