### The private chat: who the bot is, and why somebody can't write.

start =
    👋 Merhaba, ben { $bot }. Grubunuzda yalnızca kanalınıza katılmış olanların yazmasını sağlarım. Katılmayanlardan önce katılmalarını isterim.

    <b>Bir dakikada kurulum</b>
    1. İlk düğmeyle beni grubunuza ekleyin. Yetkileri açık bırakın.
    2. Grupta, karşılama mesajımın altındaki “{ button-setup-choose }” düğmesine dokunun.
    3. Kanalınızı seçin. Hepsi bu kadar: çalıştığını görmek için grupta /status gönderin.

    Daha fazlası: /help

restrictions-intro = Yazamamanızın nedeni şu:

# $needed: all of the channels, any of them, or none is known.
restriction =
    <b>{ $group }</b>
    Susturulma zamanı: { $since }.{ restriction-case }
    { $needed ->
        [none] Artık bir yere katılmanız gerekmiyor: sadece düğmeye basın.
        [any] Yeniden yazmak için şunlardan birine katılın: { $channels }.
       *[all] Yeniden yazmak için şuraya katılın: { $channels }.
    }

restrictions-more =
    { $count ->
        [one] { $count } grup daha var; bunlar tamam olunca onu da gösteririm.
       *[other] { $count } grup daha var; bunlar tamam olunca onları da gösteririm.
    }

restrictions-outro = Katılınca yeniden yazabilirsiniz. Hemen olmazsa “{ button-joined }” düğmesine basın.

restrictions-none = Sizi hiçbir grupta susturmadım. Bir yerde yazamıyorsanız sizi oradaki bir yönetici susturmuştur: lütfen yöneticilerden birine yazın.

restricted-by-administrator-in = Şurada sizi ben değil, bir yönetici susturdu: { $groups }. Bir kanala katılmak bunu değiştirmez: lütfen oradaki bir yöneticiye yazın.
