### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = Bir grupta yalnızca kanalına katılanların yazmasını sağlarım: katılmayandan katılmasını isterim, katılan hemen yazabilir. Beni grubunuza ekleyin, kanalı seçin, hepsi bu kadar. Hiçbir mesajı saklamam.

bot-short-description = Grubunuzda yalnızca kanalınıza katılanlar yazabilir. Kurulumu bir dakika sürer.
