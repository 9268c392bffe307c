### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = Türkçe

unnamed-person = biri
unnamed-chat = adsız sohbet

list-comma = { $items }, { $next }
list-and = { $items } ve { $last }
list-or = { $items } veya { $last }
list-more = { $count } diğeri

moment =
    { $day } { $month ->
        [1] Oca
        [2] Şub
        [3] Mar
        [4] Nis
        [5] May
        [6] Haz
        [7] Tem
        [8] Ağu
        [9] Eyl
        [10] Eki
        [11] Kas
       *[12] Ara
    } { $year }, { $time } UTC

button-join = Katıl: { $channel }
button-joined = Katıldım
button-joined-in = Katıldım · { $group }
button-add-to-group = Beni bir gruba ekle
button-add-to-channel = Beni bir kanala ekle
button-settings = Ayarları gör

# The rights as Telegram's apps call them.
right-delete-messages = Mesajları sil
right-restrict-members = Kullanıcıları yasakla
right-invite-users = Bağlantı ile davet et
right-add-subscribers = Abone ekle
