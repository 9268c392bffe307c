### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = Сколько людей попало в мут и сколько подписалось
help-stats = /stats — сколько людей попало в мут и сколько из них подписалось, с графиком

stats-headline = <b>{ $group }</b> в цифрах
stats-observed = Защита в пробном режиме: в мут никто не попал. Числа показывают, что было бы.
stats-week = Последние 7 дней
stats-month = Последние 30 дней
stats-stopped =
    <b>{ $period }</b>
    Попали в мут: { $people } · затем подписались: { $joined }{ $share }
stats-left = Отписались от канала: { $people } · вернулись: { $joined }{ $share }
stats-channels = <b>По каналам, 7 / 30 дней</b>
stats-channel = { $channel } — попали в мут { $stopped }, подписались { $joined }; отписались { $left }, вернулись { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Попали бы в мут: { $people }
       *[enforce] Попали в мут: { $people }
    }
stats-chart-joined = из них подписались: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] За эти дни никто не попал бы в мут
       *[enforce] За эти дни никто не попал в мут
    }
stats-day =
    { $day } { $month ->
        [1] янв.
        [2] февр.
        [3] мар.
        [4] апр.
        [5] мая
        [6] июн.
        [7] июл.
        [8] авг.
        [9] сент.
        [10] окт.
        [11] нояб.
       *[12] дек.
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }{"\u00A0"}%)
