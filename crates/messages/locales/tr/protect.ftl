### The answers to /protect.

administrators-only = Bunu yalnızca bu grubun yöneticileri yapabilir.

must-wait =
    Telegram yeniden sorgu yapmama { $minutes ->
        [one] { $minutes } dakika
       *[other] { $minutes } dakika
    } sonra izin verecek. Hiçbir şey değişmedi; komutu o zaman tekrar gönderin.

protect-must-wait =
    Telegram kanalları adlarıyla aramama { $minutes ->
        [one] { $minutes } dakika
       *[other] { $minutes } dakika
    } sonra yeniden izin verecek. Hiçbir şey değişmedi.
    Komutu o zaman tekrar gönderin ya da kanalın bir gönderisinin bağlantısını veya ID’sini gönderin: <code>/protect -100…</code>

groups-only = Bu komut grupta çalışır. Beni grubunuza ekleyin (düğme için bana /start gönderin), sonra komutu orada gönderin.

basic-group =
    Burası hâlâ temel bir grup ve Telegram böyle gruplarda tek bir kişiyi susturmaya izin vermiyor. Grubun sahibi onu hemen süper gruba çevirebilir:
    grubun sayfasını açıp Düzenle’ye, ardından “Yeni üyeler için sohbet geçmişi” satırına dokunun ve “Görünür” seçeneğini seçin.
    Sonra yeniden /protect gönderin.

protect-usage =
    Katılınması gereken kanalı yazın: <code>/protect @kanaliniz</code>
    Aralarına boşluk koyarak birkaç kanal yazabilirsiniz. Özel bir kanal için ad yerine bir gönderisinin bağlantısını gönderin.

unreadable-channel =
    <code>{ $word }</code> bir kanala benzemiyor.
    Adını <code>@kanaliniz</code> gibi yazın ya da kanalın bir gönderisinin bağlantısını gönderin.

invite-link-given =
    <code>{ $word }</code> bir davet bağlantısı ve Telegram bana hangi kanala gittiğini söylemiyor.
    Beni kanala yönetici olarak ekleyin, bir gönderisinin bağlantısını kopyalayıp gönderin: <code>/protect https://t.me/c/…</code>

too-many-channels =
    { $max ->
        [one] Bir grup için en fazla { $max } kanal şart koşulabilir.
       *[other] Bir grup için en fazla { $max } kanal şart koşulabilir.
    } Hiçbir şey değişmedi.

bot-lacks-rights =
    Burada eksik olan:
    { $rights }
    Grubun sayfasını açıp Düzenle’ye, Yöneticiler’e, sonra benim adıma dokunun ve bunu açın. Ardından yeniden /protect gönderin.

bot-not-administrator-here =
    Henüz bu grupta yönetici değilim. Grubun sayfasını açıp Düzenle’ye, sonra Yöneticiler’e dokunun, beni ekleyin ve şunları açık bırakın:
    { $rights }
    Ardından yeniden /protect gönderin.

channel-not-found =
    <code>{ $name }</code> diye bir kanal bulamıyorum.
    Doğru yazıldı mı? Kanal özelse önce beni oraya yönetici olarak ekleyin, sonra tekrar deneyin.

not-a-channel = <code>{ $name }</code> bir kanal değil; bir kişi, bot ya da temel grup. Katılınması gereken kanalı yazın.

same-group = <code>{ $name }</code> bu grubun kendisi. Katılınması gereken kanalı yazın.

bot-not-in-channel =
    Henüz <b>{ $channel }</b> kanalında yönetici değilim, bu yüzden kimlerin orada olduğunu göremiyorum.
    Beni düğmeyle ekleyin, sonra yeniden /protect gönderin.

bot-may-not-invite =
    <b>{ $channel }</b> özel bir kanal ve onun için davet bağlantısı oluşturma yetkim yok.
    Kanalın sayfasını açıp Düzenle’ye, Yöneticiler’e, sonra benim adıma dokunun ve “{ $right }” yetkisini açın. Ardından yeniden /protect gönderin.

caller-not-in-private-channel =
    <b>{ $channel }</b> özel bir kanal ve siz orada yönetici değilsiniz.
    O kanalın burada da yönetici olan bir yöneticisinden /protect göndermesini isteyin.

anonymous-caller =
    <b>{ $channel }</b> özel bir kanal; orada yönetici olduğunuzu görmem gerekiyor ama burada anonim yazıyorsunuz.
    Yönetici yetkilerinizde “Anonim kal” seçeneğini kapatın, yeniden /protect gönderin, isterseniz sonra tekrar açın.

# $needed: all of the channels, or any.
must-join =
    { $needed ->
        [any] Burada yazabilmek için şu kanallardan birinde olmak gerekiyor:
       *[all] { $count ->
            [one] Burada yazabilmek için şu kanalda olmak gerekiyor:
           *[other] Burada yazabilmek için şu kanalların hepsinde olmak gerekiyor:
        }
    }

mute-ends =
    { $days ->
        [one] Susturma { $days } gün sonra kendiliğinden biter.
       *[other] Susturma { $days } gün sonra kendiliğinden biter.
    }

# $mode: does the gate act or only watch.
protected =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> grubu deneme modunda: yalnızca susturulacak olanları sayıyorum, kimseye dokunmuyorum.
       *[enforce] ✅ <b>{ $group }</b> grubu artık korunuyor.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] Sayıyı /status gösterir.
       *[enforce] Katılmayan kişi, katılana kadar yazamaz. { mute-ends }
    }

protected-again =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> grubu deneme modunda: yalnızca susturulacak olanları sayıyorum, kimseye dokunmuyorum.
       *[enforce] ✅ <b>{ $group }</b> grubu korunuyor. Şu an geçerli olan:
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] Sayıyı /status gösterir.
       *[enforce] Katılmayan kişi, katılana kadar yazamaz. { mute-ends }
    }

nothing-to-resume = Yeniden açabileceğim eski bir kurulum yok. Kanalı yazın: <code>/protect @kanaliniz</code>
