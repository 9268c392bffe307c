### A group's settings with their values in words.

settings-title = <b>{ $group } grubunun ayarları</b>

settings-how-to-change = Değiştirmek istediğinize dokunun.

settings-unfit = ⚠️ { $keys } için kayıtlı değer geçerli değil; bu yüzden varsayılan değer kullanılıyor.

settings-refused = O grubun ayarlarını yalnızca yöneticileri görebilir. Siz de yöneticiyseniz, hâlâ grupta olup olmadığıma bakın, sonra tekrar deneyin.

setting-mode =
    Kanallarda olmayanlar: <b>{ $value ->
        [observe] yalnızca sayılır (deneme)
       *[enforce] susturulur
    }</b>
setting-policy =
    Gerekli kanallar: <b>{ $value ->
        [any] en az biri
       *[all] hepsi
    }</b>
setting-on-unknown =
    Kontrol edemediğim kişi: <b>{ $value ->
        [restrict] susturulur
       *[allow] yazabilir
    }</b>
setting-gate-on-join =
    Gruba katılanları kontrol et: <b>{ $value ->
        [no] hayır
       *[yes] evet
    }</b>
setting-gate-on-leave =
    Kanaldan ayrılanları kontrol et: <b>{ $value ->
        [no] hayır
       *[yes] evet
    }</b>
setting-mute-for-days =
    Susturma süresi: <b>{ $value ->
        [one] { $value } gün
       *[other] { $value } gün
    }</b>
setting-ladder =
    Kanallarda olmadan yazan: <b>{ $value ->
        [remind] önce hatırlatma alır
        [warn] önce uyarı alır
       *[mute] hemen susturulur
    }</b>
setting-amnesty-days =
    Kontrolden önce burada olanlara katılma süresi: <b>{ $value ->
        [0] yok
        [one] { $value } gün
       *[other] { $value } gün
    }</b>
setting-channel-senders =
    Kanal adına yazılan mesajlar: <b>{ $value ->
        [allow] kalır
       *[delete] silinir
    }</b>
setting-language =
    Dil: <b>{ $value ->
        [chosen] { $name }
       *[auto] herkesin kendi dili
    }</b>
setting-notice-text =
    Bilgilendirme metni: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>standart metin</b>
    }
setting-notice-delete-after-seconds =
    Bilgilendirme mesajı: <b>{ $value ->
        [0] gerek kalmayınca silinir
       *[other] { $time } sonra silinir
    }</b>
setting-command-delete-after-seconds =
    Komutlar ve yanıtlarım: <b>{ $value ->
        [0] silinmez
       *[other] { $time } sonra silinir
    }</b>
setting-pending-join-requests =
    Bir kanala bekleyen katılma isteği: <b>{ $value ->
        [accept] kanalda olmak sayılır
       *[ignore] sayılmaz
    }</b>
setting-welcome-text =
    Karşılama: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>yok</b>
    }
setting-brake =
    Uzun süredir bilinen çok kişi birden takılırsa: <b>{ $value ->
        [no] sustururum
       *[yes] durur ve sorarım
    }</b>
setting-remove-join-lines =
    Önce katılması gereken kişinin “X katıldı” satırı: <b>{ $value ->
        [no] kalır
       *[yes] silinir
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } saat
           *[other] { $count } saat
        }
        [minutes] { $count ->
            [one] { $count } dakika
           *[other] { $count } dakika
        }
       *[seconds] { $count ->
            [one] { $count } saniye
           *[other] { $count } saniye
        }
    }
