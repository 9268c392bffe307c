### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Kanalı seç
button-setup-use-linked = Şunu kullan: { $channel }
button-setup-use-unseen = Bağlı kanalı kullan
button-setup-appoint = Beni yönetici yap
button-setup-another = Başka bir kanal ekle

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Beni eklediğiniz için teşekkürler! Tek bir adım kaldı: burada yazabilmek için katılınması gereken kanalı seçmek.
    { $linked ->
        [named] Bu grup şu kanala bağlı: <b>{ $channel }</b>. Bir yönetici ilk düğmeyle onu seçebilir.
        [unseen] Bu grubun bağlı bir kanalı var. Bir yönetici ilk düğmeyle onu seçebilir.
       *[none] Bir yöneticinin düğmeye dokunması yeterli; hiçbir şey yazmak gerekmiyor.
    }

setup-greeting-lacking =
    👋 Beni eklediğiniz için teşekkürler! Bu gruba göz kulak olabilmem için hâlâ eksik olan:
    { $rights }
    Grubun sayfasını açıp Düzenle’ye, Yöneticiler’e, sonra benim adıma dokunun ve bunu açın. Ardından bir yönetici düğmeyle kanalı seçer.

setup-appoint-me =
    👋 Beni eklediğiniz için teşekkürler! Bu gruba göz kulak olabilmem için yönetici olmam gerekiyor; şunlar yeter:
    { $rights }
    Düğmeye dokunun, bu grubu seçin ve bunları açık bırakın.

setup-choose =
    <b>{ $group }</b> grubunda yazmak için hangi kanala katılmak şart olsun?
    Aşağıdaki “{ button-setup-choose }” düğmesine dokunup kanalı seçin. Telegram beni oraya kendisi ekler, tek bir yetkiyle: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> şu kanala bağlı: <b>{ $channel }</b>. O mu olsun?
       *[unseen] <b>{ $group }</b> grubunun bağlı bir kanalı var. O mu olsun?
    }

setup-done = 🎉 Hepsi bu kadar. Ayrıntılar aşağıda.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 Üyelik kontrolü deneme modunda: yalnızca şuraya katılmamış olanları sayıyorum: { $channels }.
       *[enforce] ✅ Üyelik kontrolü açık. Burada yazabilmek için lütfen şuraya katılın: { $channels }.
    }

setup-administrators-only = Bunu yalnızca grubun yöneticileri ayarlayabilir. Lütfen birinden gruptaki düğmeye dokunmasını isteyin.
setup-outdated = Bunun hangi grup için olduğunu artık bilmiyorum. Lütfen gruptaki düğmeye bir kez daha dokunun.
setup-nothing-linked = Bu grubun artık bağlı bir kanalı yok. Lütfen diğer düğmeyle bir kanal seçin.
setup-press-done = Tamam: üyelik kontrolü açık.
setup-press-refused = Henüz olmadı: neyin eksik olduğunu mesajımda yazdım.

setup-basic-group =
    Burası hâlâ temel bir grup ve Telegram böyle gruplarda tek bir kişiyi susturmaya izin vermiyor.
    Düğmeye dokunup grubu seçin: Telegram onu süper gruba çevirir; sonrasını orada söylerim.

setup-not-appointed =
    Henüz grupta yönetici değilim. Düğmeye dokunun, grubu seçin ve şunları açık bırakın:
    { $rights }
    Sonrasını orada söylerim.

setup-bot-lacks =
    Grupta hâlâ eksik olan:
    { $rights }
    Grubun sayfasını açıp Düzenle’ye, Yöneticiler’e, sonra benim adıma dokunun ve bunu açın. Ardından düğmeye yeniden dokunun.

setup-not-in-channel =
    Henüz <b>{ $channel }</b> kanalında yönetici değilim, bu yüzden orada kimlerin olduğunu göremiyorum.
    Beni düğmeyle ekleyin ve tek yetkiyi açık bırakın. Sonra kendiliğimden devam ederim.

setup-may-not-invite =
    <b>{ $channel }</b> özel bir kanal ve onun için davet bağlantısı oluşturma yetkim yok.
    Kanalın sayfasını açıp Düzenle’ye, Yöneticiler’e, sonra benim adıma dokunun ve “{ $right }” yetkisini açın. Sonra kendiliğimden devam ederim.

setup-caller-not-in-channel =
    <b>{ $channel }</b> özel bir kanal ve siz orada yönetici değilsiniz.
    Başka bir kanal seçin ya da o kanalın grupta da yönetici olan bir yöneticisinden gruptaki düğmeye dokunmasını isteyin.

setup-must-wait =
    Telegram yeniden sorgu yapmama { $minutes ->
        [one] { $minutes } dakika
       *[other] { $minutes } dakika
    } sonra izin verecek. Hiçbir şey değişmedi; o zaman aynı düğmeye yeniden dokunun.
