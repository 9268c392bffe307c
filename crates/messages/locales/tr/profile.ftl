### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = Bir grupta yalnızca kanalına katılanlar yazsın diye beklerim: katılmayandan katılmasını isterim, katılınca hemen yazabilir. Beni grubunuza ekleyin, kanalı seçin, tamam. Hiçbir mesajı saklamam.

bot-short-description = Grubunuzda yalnızca kanalınıza katılanlar yazar. Bir dakikada hazır.
