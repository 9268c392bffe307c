### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = Berapa orang dibisukan, dan berapa yang bergabung
help-stats = /stats – berapa orang dibisukan dan berapa di antaranya bergabung, dengan grafik

stats-headline = <b>{ $group }</b> dalam angka
stats-observed = Proteksi sedang diuji coba: tidak ada yang dibisukan. Angkanya menunjukkan apa yang akan terjadi andai proteksi aktif.
stats-week = 7 hari terakhir
stats-month = 30 hari terakhir
stats-stopped =
    <b>{ $period }</b>
    Dibisukan: { $people } · lalu bergabung: { $joined }{ $share }
stats-left = Keluar dari channel: { $people } · kembali: { $joined }{ $share }
stats-channels = <b>Per channel, 7 / 30 hari</b>
stats-channel = { $channel } – dibisukan { $stopped }, bergabung { $joined }; keluar { $left }, kembali { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Akan dibisukan (uji coba): { $people }
       *[enforce] Dibisukan: { $people }
    }
stats-chart-joined = di antaranya bergabung: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] Tidak ada yang akan dibisukan pada periode ini
       *[enforce] Tidak ada yang dibisukan pada periode ini
    }
stats-day =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] Mei
        [6] Jun
        [7] Jul
        [8] Agu
        [9] Sep
        [10] Okt
        [11] Nov
       *[12] Des
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
