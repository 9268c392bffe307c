### The menu of commands: plain text.

menu-start = Ne yaparım, siz neden yazamıyorsunuz
menu-help = Komutlar ve bir şey çalışmadığında yardım
menu-status = Kontrol açık mı, hangi kanallara katılmalı
menu-protect = Üyelerden kanala katılmalarını iste: /protect @kanal
menu-unprotect = Kontrolü kapat ya da bir kanalı çıkar
menu-exempt = Bir kişiyi hiç kontrol etme (mesajını yanıtlayın)
menu-unexempt = Bir kişiyi yeniden kontrol et (mesajını yanıtlayın)
menu-settings = Bu grubun ayarları
