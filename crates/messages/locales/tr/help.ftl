### What the bot can do, and what to try when it doesn't.

help =
    <b>Herkes için</b>
    /status – grupta: üyelik kontrolü açık mı, hangi kanallar gerekli
    /start – burada: neden yazamıyorsunuz, ne yapabilirsiniz

    <b>Grup yöneticileri için, grupta</b>
    Karşılama mesajımın altındaki “{ button-setup-choose }” – üç dokunuşla kontrol açılır; bu mesaj yok mu? /start altındaki düğmeyi kullanın
    <code>/protect @kanal</code> – komut yazmayı sevenler için aynısı: üyelerden bir kanala katılmalarını ister; birkaç kanal yazarsanız hepsini ister
    /protect – kontrolü yeniden açar
    <code>/unprotect @kanal</code> – o kanalı istemeyi bırakır
    /unprotect – kontrolü kapatır; susturduğum herkes yeniden yazabilir
    <code>/unprotect keep</code> – kontrolü kapatır ama susturduklarım susturulmuş kalır
    /exempt – yanıt olarak ya da ID ile: o kişi hiç kontrol edilmez; tek başına: kimlerin muaf olduğunu gösterir
    /unexempt – o kişi yeniden kontrol edilir
    { help-preview }
    { help-sweep }
    { help-stats }
    /settings – bu grubun ayarlarını dokunarak değiştirir
    { help-why }

    <b>Bir şey çalışmıyorsa</b>
    <b>Katıldım ama hâlâ yazamıyorum.</b> Gruptaki mesajımın altında “{ button-joined }” düğmesine basın ya da bana /start gönderin.
    <b>Kimse susturulmuyor.</b> Grupta /status gönderin: orada neyimin eksik olduğu yazar. Yöneticileri ve muaf kişileri hiç kontrol etmem.
    <b>Bir kanalı kontrol edemiyorum.</b> Beni o kanalda yönetici yapın; “{ right-add-subscribers }” yetkisi bana yeter.
    <b>Biri yanlışlıkla susturulmuş.</b> Bir yönetici, o kişinin bir mesajını /exempt ile yanıtlasın ya da /exempt komutunu ID’siyle göndersin.
    <b>Birini bir yönetici susturmuş.</b> Ona karışmam: bunu yalnızca bir yönetici geri alabilir.

    Benim susturmalarım birkaç gün sonra hep kendiliğinden biter.

help-in-group =
    <b>Burada yazamıyor musunuz?</b> Mesajımdaki kanallara katılın, sonra “{ button-joined }” düğmesine basın. /status bu kanalları gösterir.
    <b>Yöneticiler:</b> başlamak için karşılama mesajımın altındaki “{ button-setup-choose }” düğmesine dokunun ya da <code>/protect @kanaliniz</code> gönderin. Gerisi için bana özelden /help yazın.
