### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Sustur ya da yalnızca say
name-policy = Gerekli kanallar
name-on-unknown = Kontrol edemezsem
name-gate-on-join = Katılanları kontrol et
name-gate-on-leave = Ayrılanları kontrol et
name-mute-for-days = Susturma süresi
name-ladder = Hemen sustur ya da sonra
name-amnesty-days = Katılma süresi
name-channel-senders = Kanal adına yazma
name-pending-join-requests = Bekleyen istekler
name-language = Dil
name-notice-text = Bilgilendirme metni
name-notice-delete-after-seconds = Bilgilendirme ne kadar kalır
name-command-delete-after-seconds = Komutlar ne kadar kalır
name-welcome-text = Karşılama
name-brake = Ani şüphe
name-remove-join-lines = “X katıldı” satırları

# What each setting does.
about-mode = Denemede yalnızca kimlerin susturulacağını sayarım, kimseye bir şey yapmam. Denemeye geçince susturduğum herkes yeniden yazabilir.
about-policy = Birden çok kanal varsa hepsinde mi olmak gerekir, biri yeter mi?
about-on-unknown = Telegram bazen bana yanıt vermez. O anda susturmak suçsuz kişileri de etkiler.
about-gate-on-join = Gelen kişi kanallarda değilse hemen susturulur; yoksa ancak yazınca.
about-gate-on-leave = Bir kanaldan ayrılan burada hemen susturulur; yoksa ancak bir daha yazınca.
about-mute-for-days = Susturma bu süre dolunca kendiliğinden biter. Değişiklik yeni susturmalar için geçerlidir.
about-ladder = Kanallarda olmayan biri yazınca ne olur? Hatırlat: en az bir gündür burada gördüğüm kişinin ilk mesajı kalır, ona bilgilendirme mesajımla yanıt veririm; sonrakinde susturulur. Uyar: mesajı siler, bilgilendirme mesajı gösteririm; bir gün içinde üçüncüsünde susturulur. Yeni gelenler katılınca susturulur.
about-amnesty-days = Kontrol açılmadan önce burada gördüğüm kişiler, o andan başlayarak bu kadar gün yazabilir. Her birine bir kez hatırlatırım.
about-channel-senders = Bazıları bir kanal adına yazar. Kanal susturulamaz ama mesajları silinebilir.
about-pending-join-requests = Özel kanalda kabul edilmeyi beklemek gerekebilir. Bu sırada yazabilsinler mi? Bu istekleri ancak kanalda “{ right-add-subscribers }” yetkim varsa görürüm.
about-language = Bu grupta yazdığım dil. Özelde herkesin kendi dilini kullanırım.
about-notice-text = Susturulan kişilerin burada okuduğu metin. Düğmeler hep altta kalır.
about-notice-delete-after-seconds = Bilgilendirme kimseye gerekmeyince her zaman silinir. Daha önce de silinebilir; düğmeler de onunla gider.
about-command-delete-after-seconds = Sohbet düzenli kalsın diye komutları ve yanıtlarımı bir süre sonra silebilirim.
about-welcome-text = Biri kanallara katılıp burada ilk kez yazabildiğinde yazdığım metin.
about-brake = Uzun süredir burada olan birçok kişi birden kanallarda yokmuş gibi görünüyorsa bu büyük olasılıkla bir hatadır: susturmayı durdururum, susturmalarını kaldırırım ve yöneticilere sorarım.
about-remove-join-lines = Adlar reklam olabilir: kanallarda olmayan birinin gruba katıldığını bildiren satırı silebilirim.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Yalnızca say (deneme)
       *[enforce] Sustur
    }
option-policy =
    { $value ->
        [any] Biri yeter
       *[all] Hepsi
    }
option-on-unknown =
    { $value ->
        [restrict] Sustur
       *[allow] Yazabilsin
    }
option-ladder =
    { $value ->
        [remind] Önce hatırlat
        [warn] Önce uyar
       *[mute] Hemen sustur
    }
option-flag =
    { $value ->
        [no] Hayır
       *[yes] Evet
    }
option-channel-senders =
    { $value ->
        [allow] Mesajlar kalsın
       *[delete] Mesajlar silinsin
    }
option-pending-join-requests =
    { $value ->
        [accept] Yazabilsinler
       *[ignore] Beklesinler
    }
option-language-auto = Herkesin kendi dili
option-days =
    { $count ->
        [one] { $count } gün
       *[other] { $count } gün
    }
option-when-needless = Gerek kalmayınca
option-never = Hiçbir zaman

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Geri
button-panel-close = Kapat
button-panel-copy = Başka gruptan kopyala
button-panel-write = Metin yaz
button-panel-number = Başka bir sayı
button-panel-in-private = Özelde devam et
button-panel-standard-text = Standart metni kullan
button-panel-no-text = Karşılama olmasın

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ { $group } – <b>{ $setting }</b>: metni bu mesajı yanıtlayarak gönderin.

    Şunları ben doldururum:
    <code>{"{"}name{"}"}</code> – seslenilen kişiler
    <code>{"{"}group{"}"}</code> – grup
    <code>{"{"}channels{"}"}</code> – bağlantılarıyla kanallar

    Kalın yazı için <code>&lt;b&gt;…&lt;/b&gt;</code>, italik yazı için <code>&lt;i&gt;…&lt;/i&gt;</code> yazın.
panel-ask-number = ✍️ { $group } – <b>{ $setting }</b>: { $least } ile { $most } arasında bir sayıyı bu mesajı yanıtlayarak gönderin.
panel-ask-days = Sayı gün cinsindendir.
panel-ask-seconds = Sayı saniye cinsindendir; 0, süre sınırı olmadığı anlamına gelir.
panel-placeholder-text = Metniniz
panel-placeholder-number = Bir sayı

panel-text-saved = ✅ Kaydedildi. Okunacak metin şu:
panel-saved = ✅ Kaydedildi.

panel-text-refused =
    Bu metni kullanamam.
    { $reason }
    Hiçbir şey değişmedi. Soruma bir kez daha yanıt verin.
panel-number-refused = { $least } ile { $most } arasında bir sayı gerekiyor. Hiçbir şey değişmedi; soruma bir kez daha yanıt verin.
panel-text-wanted = Yazılı bir metin gerekiyor. Hiçbir şey değişmedi; soruma bir kez daha yanıt verin.

# What is wrong with a text.
text-broken-tag = Biçim başlatmayan bir “&lt;” var. Bu işareti göstermek için <code>&amp;lt;</code> yazın.
text-unknown-tag = Telegram <code>&lt;{ $tag }&gt;</code> biçimini tanımıyor.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> Telegram’ın kabul ettiği gibi yazılmamış.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> hiç kapatılmamış: <code>&lt;/{ $tag }&gt;</code> gerekir.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> orada açık olan bir şeyi kapatmıyor.
text-nested-quotation = Bir alıntı başka bir alıntının içinde olamaz.
text-unknown-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> yerine ne yazacağımı bilmiyorum.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> şunun içinde olamaz: <code>&lt;{ $tag }&gt;</code>.
text-too-long = Doldurulunca { $length } harf olabilir; Telegram en çok { $max } harf kabul eder.
text-empty = İçinde okunacak bir şey yok.

# Copying.
panel-copy =
    <b>{ $group }</b> grubuna ayarları hangi gruptan kopyalayayım? Kanallar olduğu gibi kalır.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = Sizin kurduğunuz başka bir grup bende yok.

# Answers to a press.
panel-done = Kaydedildi.
panel-asked = Aşağıdaki soruma yanıt verin.
panel-copied = Ayarlar kopyalandı.
panel-administrators-only = Bunu yalnızca bu grubun yöneticileri yapabilir.
panel-copy-refused = O gruptan kopyalayamam: orada da yönetici olmanız gerekir.
