### The menu of commands: plain text.

menu-start = Apa tugas saya, dan mengapa Anda tidak bisa menulis
menu-help = Perintah, dan bantuan jika ada yang tidak beres
menu-status = Apakah proteksi aktif, dan channel mana yang wajib
menu-protect = Wajibkan gabung ke channel: /protect @channel
menu-unprotect = Matikan proteksi, atau hapus sebuah channel
menu-exempt = Kecualikan seseorang dari pemeriksaan (balas pesannya)
menu-unexempt = Periksa seseorang lagi (balas pesannya)
menu-settings = Pengaturan grup ini
