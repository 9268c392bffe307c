### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = Quantas pessoas silenciei e quantas entraram
help-stats = /stats – quantas pessoas silenciei e quantas delas entraram, com um gráfico

stats-headline = <b>{ $group }</b> em números
stats-observed = A proteção está em modo de teste: ninguém foi silenciado. Os números dizem o que ela teria feito.
stats-week = Últimos 7 dias
stats-month = Últimos 30 dias
stats-stopped =
    <b>{ $period }</b>
    Silenciados: { $people } · depois entraram: { $joined }{ $share }
stats-left = Saíram de um canal: { $people } · voltaram: { $joined }{ $share }
stats-channels = <b>Por canal, 7 / 30 dias</b>
stats-channel = { $channel } – silenciados { $stopped }, entraram { $joined }; saíram { $left }, voltaram { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Teriam sido silenciados: { $people }
       *[enforce] Silenciados: { $people }
    }
stats-chart-joined = desses, entraram: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] Ninguém teria sido silenciado nestes dias
       *[enforce] Ninguém foi silenciado nestes dias
    }
stats-day =
    { $day } de { $month ->
        [1] jan.
        [2] fev.
        [3] mar.
        [4] abr.
        [5] mai.
        [6] jun.
        [7] jul.
        [8] ago.
        [9] set.
        [10] out.
        [11] nov.
       *[12] dez.
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
