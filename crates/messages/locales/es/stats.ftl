### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = A cuántas personas silencié y cuántas se unieron
help-stats = /stats – a cuántas personas silencié y cuántas de ellas se unieron, con un gráfico

stats-headline = <b>{ $group }</b> en cifras
stats-observed = La protección está en modo de prueba: no silencié a nadie. Las cifras dicen lo que habría hecho.
stats-week = Últimos 7 días
stats-month = Últimos 30 días
stats-stopped =
    <b>{ $period }</b>
    Silenciados: { $people } · luego se unieron: { $joined }{ $share }
stats-left = Salieron de un canal: { $people } · volvieron: { $joined }{ $share }
stats-channels = <b>Por canal, 7 / 30 días</b>
stats-channel = { $channel } – silenciados { $stopped }, se unieron { $joined }; salieron { $left }, volvieron { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Habría silenciado: { $people }
       *[enforce] Silenciados: { $people }
    }
stats-chart-joined = de ellos se unieron: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] Estos días no habría silenciado a nadie
       *[enforce] Estos días no silencié a nadie
    }
stats-day =
    { $day } { $month ->
        [1] ene
        [2] feb
        [3] mar
        [4] abr
        [5] may
        [6] jun
        [7] jul
        [8] ago
        [9] sept
        [10] oct
        [11] nov
       *[12] dic
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }{"\u00A0"}%)
