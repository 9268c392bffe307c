### A group's settings with their values in words.

settings-title = <b>{ $group } grubunun ayarları</b>

settings-how-to-change = Bunlardan birini değiştirmek için bu botu işleten kişiye yazın.

settings-unfit = ⚠️ { $keys } için kayıtlı olanı anlayamadım; orada varsayılan geçerli.

settings-refused = O grubun ayarlarını yalnızca yöneticileri görebilir. Siz de yöneticiyseniz, benim hâlâ grupta olduğuma bakıp tekrar deneyin.

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
        [one] { $value } saniye sonra silinir
       *[other] { $value } saniye sonra silinir
    }</b>
setting-command-delete-after-seconds =
    Komutlar ve yanıtlarım: <b>{ $value ->
        [0] silinmez
        [one] { $value } saniye sonra silinir
       *[other] { $value } saniye sonra silinir
    }</b>
