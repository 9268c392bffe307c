### The answer to /why: what the gate thinks of a person.

menu-why = Bir kişi neden yazabiliyor ya da yazamıyor (yanıtlayın)
help-why = /why – yanıt olarak ya da ID ile: o kişide ne gördüğüm, ne karar verdiğim ve son kayıtları

why-usage = Kimi kastediyorsunuz? Kişinin bir mesajını /why ile yanıtlayın ya da komutu ID’siyle gönderin: <code>/why 123456789</code>

why-unknown = Telegram burada <code>{ $id }</code> ID’siyle kimseyi göstermiyor ve bende de bir kayıt yok. ID doğru mu? En kolayı, kişinin bir mesajını /why ile yanıtlamaktır.

why-person = Kişi: <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    Burada: { $status ->
        [administrator] yönetici
        [member] grupta
        [muted] ben susturdum
        [silenced] bir yönetici susturdu, ben değil
        [limited] bir yönetici yalnızca bazı şeylere izin veriyor
        [outside] grupta değil
        [banned] bir yönetici engelledi
        [unknown] Telegram bu kişiyi burada tanımıyor
       *[unclear] şu an öğrenemiyorum
    }

why-channel =
    { $channel }: { $membership ->
        [in] üye
        [out] üye değil
       *[unclear] şu an öğrenemiyorum
    }

why-rule =
    <b>Kural:</b> { $rule ->
        [off] üyelik kontrolü burada kapalı, kimse kontrol edilmiyor.
        [braked] uzun süredir burada olan çok fazla kişi birden takıldı. Bu bir hata olabilir, şimdilik kimseyi susturmuyorum.
        [administrator] yöneticiler hiç kontrol edilmez.
        [exempt] bir yönetici onu muaf tuttu, bu yüzden hiç kontrol edilmez. Muafiyeti /unexempt bitirir.
        [never] bu tür hesaplar hiç kontrol edilmez.
        [doubt] şu an yönetici olup olmadığını öğrenemiyorum; emin olamayınca kimseyi susturmam.
        [any] bu kanallardan en az birine üye olmak gerekir.
        [all] bu kanalların hepsine üye olmak gerekir.
        [lenient] öğrenemediğimde yazmak serbesttir.
       *[strict] öğrenemediğimde yazmak serbest değildir.
    }

why-decision =
    <b>Karar:</b> { $decision ->
        [allow] yazabilir.
        [release] susturulmasını gerektiren bir şey kalmadı. Bilgilendirme mesajımın altındaki “{ button-joined }” düğmesine basması ya da bana /start göndermesi yeter.
        [observe] şuraya katılana kadar susturulurdu: { $channels }. Üyelik kontrolü deneme modunda, bu yüzden bir şey yapmıyorum.
        [powerless] önce şuraya katılması gerekirdi: { $channels }. Ama burada bir yetkim eksik ve kimseyi susturmuyorum; ayrıntılar /status içinde.
        [steps] önce şuraya katılması gerekir: { $channels }.
       *[restrict] şuraya katılana kadar yazamaz: { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>Bir sonraki mesajı:</b> { $step ->
        [remind] kalır, ona bilgilendirme mesajımla yanıt veririm.
        [stand] kalır: hatırlatma yapıldı.
        [warn] silinir ve bilgilendirme mesajı gösterilir; henüz susturulmaz.
       *[mute] silinir ve susturulur.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] Deneme modunda not edildi ({ $since }), susturulmadı.
        [reminded] 🔔 Hatırlattım ({ $since }), susturmadım.
        [warned] ⚠️ Uyardım ({ $since }), susturmadım.
        [told] 🔇 Ben susturdum: { $since }; en geç { $until } biter. Bilgilendirme mesajım ne yapacağını söylüyor.
       *[untold] 🔇 Ben susturdum: { $since }; en geç { $until } biter. Bilgilendirme mesajım henüz yayımlanmadı.
    }{ $case ->
        [0] {""}
       *[other] {" "}Kayıt no: { $case }.
    }

why-cases = <b>Son kayıtlar</b>

why-no-cases = Kayıt yok: bu kişiyi burada hiç susturmadım.

why-case =
    { $case ->
        [0] Numarasız
       *[other] Kayıt no { $case }
    }, { $since }: { $reason ->
        [spoke] kanallara üye olmadan yazdı
        [came] kanallara üye olmadan gruba katıldı
        [swept] tüm üyelerin denetlenmesi
       *[left] bir kanaldan ayrıldı
    }{ $mode ->
        [observe] {" "}(deneme modu, susturulmadı)
        [remind] {" "}(hatırlatma, susturulmadı)
        [warn] {" "}(uyarı, susturulmadı)
       *[enforce] {""}
    }. { $end ->
        [open] Hâlâ açık.
        [joined] Bitti, { $until }: katıldı.
        [off] Bitti, { $until }: üyelik kontrolü kapatıldı.
        [eased] Bitti, { $until }: koşullar hafifledi.
        [exempted] Bitti, { $until }: bir yönetici onu muaf tuttu.
        [administrator] Bitti, { $until }: bir yönetici karar verdi.
        [expired] Bitti, { $until }: süresi doldu.
        [never] Bitti, { $until }: Telegram susturmama izin vermedi.
        [free] Bitti, { $until }: susturmayı başka biri kaldırmıştı.
        [erased] Bitti, { $until }: verilerinin silinmesini istedi.
        [braked] Bitti, { $until }: çok fazla kişi birden takıldı, bu yüzden serbest bıraktım.
        [untold] Bitti, { $until }: bilgilendirme mesajı yayımlayamadım, bu yüzden susturmayı kaldırdım.
        [stepped] Bitti, { $until }: yine oldu ve sıradaki adım atıldı.
       *[removed] Bitti, { $until }: gruptan çıkarıldım.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}Kayıt no { $case }; bir yönetici ona bakabilir.
    }
