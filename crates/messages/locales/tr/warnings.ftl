### What admins are told when the bot loses what it needs, and when it has it back.

# $state: is the bot still an admin, but lacking rights, or was it dismissed.
cannot-enforce =
    ⚠️ Şu an <b>{ $group }</b> grubuyla ilgilenemiyorum, bu yüzden kimse susturulmuyor. { $state ->
        [dismissed] Artık orada yönetici değilim. Lütfen beni şu yetkilerle yeniden yönetici yapın:
       *[lacking] Şu yetkilerim eksik:
    }
    { $rights }
    Bunlar grubun sayfasında: Düzenle, Yöneticiler{ $state ->
        [dismissed] .
       *[lacking] , benim adım.
    } Yetkileri alır almaz kendiliğimden devam ederim.

can-enforce-again = ✅ <b>{ $group }</b> grubundaki yetkilerimi yeniden aldım; üyelik kontrolü eskisi gibi çalışıyor.

cannot-check =
    ⚠️ { $channel } kanalında kimlerin olduğunu artık göremiyorum; bu yüzden <b>{ $group }</b> grubunda bu kanalı şart koşamıyorum.
    Lütfen beni o kanalda yeniden yönetici yapın. Sonrasında kendiliğimden devam ederim.

can-check-again = ✅ { $channel } kanalında kimlerin olduğunu yeniden görebiliyorum; <b>{ $group }</b> grubunda bu kanal eskisi gibi gerekli.

cannot-notify =
    ⚠️ <b>{ $group }</b> grubunda mesaj gönderemiyorum, bu yüzden oradakilere neden susturulduklarını söyleyemiyorum. Henüz haber veremediklerimin susturmasını kaldırdım; şimdilik herkes yazabilir.
    Lütfen orada yazmama izin verin: Genel’i ya da bir konuyu açın veya bana konuları yönetme yetkisi verin. Saatte bir kendiliğimden yeniden denerim.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ <b>{ $group }</b> grubunda susturmayı durdurdum: uzun süredir burada gördüğüm birçok kişi birden kanallarda yokmuş gibi görünüyor. Bu bir hata olabilir ve hata onlarda değildir.
    Kimler: { $people }
    Susturması kaldırılan: { $freed }
    Şimdilik herkes yazabilir. Kontrol etmeyi sürdürüyorum; bu geçince kendiliğimden devam ederim. Susturmak doğruysa “{ button-go-on }” düğmesine basın.

button-go-on = Devam et

brake-recovered = ✅ <b>{ $group }</b> grubunda üyelik kontrolü yine eskisi gibi çalışıyor. Bir hataydı: eksik görünen kişiler kanallarda.

brake-overridden = ✅ <b>{ $group }</b> grubunda üyelik kontrolü yine eskisi gibi çalışıyor: { $admin } “{ button-go-on }” düğmesine bastı. Bir gün boyunca kendiliğimden durmam.

brake-switched-off = ✅ <b>{ $group }</b> grubunda artık hiçbir şeyi geri tutmuyorum: yöneticiler ayarları değiştirdi, şimdi onlar geçerli.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = Üyelik kontrolü yeniden çalışıyor.

answer-brake-is-over = Bu geçti: üyelik kontrolü çalışıyor.
