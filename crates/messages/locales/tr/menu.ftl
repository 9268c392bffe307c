### The menu of commands: plain text.

menu-start = Ne yaparım ve neden yazamıyorsunuz
menu-help = Komutlar ve bir şey çalışmadığında yardım
menu-status = Üyelik kontrolü açık mı, hangi kanallar gerekli
menu-protect = Üyelerden bir kanala katılmalarını ister: /protect @kanal
menu-unprotect = Üyelik kontrolünü kapatır ya da bir kanalı çıkarır
menu-exempt = Bir kişiyi muaf tutar (mesajını yanıtlayın)
menu-unexempt = Bir kişinin muafiyetini kaldırır (mesajını yanıtlayın)
menu-settings = Bu grubun ayarları
