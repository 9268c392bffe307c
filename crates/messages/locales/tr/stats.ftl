### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = Kaç kişi susturuldu, kaçı katıldı
help-stats = /stats – kaç kişinin susturulduğunu ve kaçının katıldığını grafikle gösterir

stats-headline = Sayılarla <b>{ $group }</b>
stats-observed = Üyelik kontrolü deneme modunda: kimse susturulmadı. Sayılar, açık olsaydı ne olacağını gösteriyor.
stats-week = Son 7 gün
stats-month = Son 30 gün
stats-stopped =
    <b>{ $period }</b>
    Susturulan: { $people } · sonra katılan: { $joined }{ $share }
stats-left = Kanaldan ayrılan: { $people } · geri dönen: { $joined }{ $share }
stats-channels = <b>Kanallara göre, 7 / 30 gün</b>
stats-channel = { $channel } – susturulan { $stopped }, katılan { $joined }; ayrılan { $left }, dönen { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Susturulacaktı: { $people }
       *[enforce] Susturulan: { $people }
    }
stats-chart-joined = bunlardan katılan: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] Bu dönemde kimse susturulmayacaktı
       *[enforce] Bu dönemde kimse susturulmadı
    }
stats-day =
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
    }

# A share of a hundred, behind the number that it is of.
stats-share = (%{ $percent })
