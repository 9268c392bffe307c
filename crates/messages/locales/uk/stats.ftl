### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = Скільки людей потрапило в мут і скільки підписалося
help-stats = /stats — скільки людей потрапило в мут і скільки з них підписалося, з графіком

stats-headline = <b>{ $group }</b> в цифрах
stats-observed = Захист у пробному режимі: у мут ніхто не потрапив. Числа показують, що було б.
stats-week = Останні 7 днів
stats-month = Останні 30 днів
stats-stopped =
    <b>{ $period }</b>
    Потрапили в мут: { $people } · потім підписалися: { $joined }{ $share }
stats-left = Відписалися від каналу: { $people } · повернулися: { $joined }{ $share }
stats-channels = <b>За каналами, 7 / 30 днів</b>
stats-channel = { $channel } — потрапили в мут { $stopped }, підписалися { $joined }; відписалися { $left }, повернулися { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Потрапили б у мут: { $people }
       *[enforce] Потрапили в мут: { $people }
    }
stats-chart-joined = з них підписалися: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] За ці дні ніхто не потрапив би в мут
       *[enforce] За ці дні ніхто не потрапив у мут
    }
stats-day =
    { $day } { $month ->
        [1] січ.
        [2] лют.
        [3] бер.
        [4] квіт.
        [5] трав.
        [6] черв.
        [7] лип.
        [8] серп.
        [9] вер.
        [10] жовт.
        [11] лист.
       *[12] груд.
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
