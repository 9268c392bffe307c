### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] üyelik kontrolü kapalı. Bir yönetici /protect ile açabilir.
        [observe] üyelik kontrolü deneme modunda. Yalnızca sayıyorum, kimse susturulmuyor.
       *[enforce] üyelik kontrolü açık.
    }

status-braked = ⚠️ { $since } tarihinden beri kimseyi susturmuyorum: uzun süredir burada olan çok fazla kişi birden takıldı, bu bir hata olabilir. Kontrol etmeyi sürdürüyorum; bir yönetici, bununla ilgili mesajımın altından devam etmemi sağlayabilir.

status-cannot-enforce = ⚠️ Bu grupta bir yetkim eksik, bu yüzden kimse susturulmuyor. Bir yönetici bunu düzeltebilir: grubun sayfası, Düzenle, Yöneticiler, benim adım; orada “{ right-delete-messages }” ve “{ right-restrict-members }” açılmalı.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– şu an kontrol edemiyorum. Orada hâlâ yönetici miyim?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Yeniden açılınca geçerli olacak kanallar:

status-requests-unheard = ⚠️ Katılma isteklerini göremiyorum: { $channels }. Bu yüzden sayılmıyorlar. Oradaki bir yönetici bunu düzeltebilir: yöneticiler arasında benim adım; orada “{ right-add-subscribers }” açılmalı.

status-muted = Şu an susturulmuş: { $open } · toplam: { $total } · bunlardan katılan: { $joined }
status-observed = Susturulacaktı: { $count }
status-people = Görülen kişi: { $seen } · muaf: { $exempt }
status-since = Kurulum: { $since } · kuran: { $owner }

status-unprotected = Burada üyelik kontrolü kurulu değil: herkes yazabilir. Bir yönetici şöyle kurabilir: <code>/protect @kanaliniz</code>
