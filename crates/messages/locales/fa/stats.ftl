### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = چند نفر ساکت شدند و چند نفر عضو شدند
help-stats = چند نفر ساکت شدند و چند نفرشان عضو شدند، با نمودار: /stats

stats-headline = آمار <b>{ $group }</b>
stats-observed = عضویت اجباری آزمایشی است: کسی ساکت نشد. عددها نشان می‌دهند چه می‌شد.
stats-week = ۷ روز گذشته
stats-month = ۳۰ روز گذشته
stats-stopped =
    <b>{ $period }</b>
    ساکت شدند: { $people } · بعد عضو شدند: { $joined }{ $share }
stats-left = از کانال رفتند: { $people } · برگشتند: { $joined }{ $share }
stats-channels = <b>به تفکیک کانال، ۷ / ۳۰ روز</b>
stats-channel = { $channel } – ساکت شدند { $stopped }، عضو شدند { $joined }؛ رفتند { $left }، برگشتند { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] ساکت می‌شدند: { $people }
       *[enforce] ساکت شدند: { $people }
    }
stats-chart-joined = از آن‌ها عضو شدند: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] در این روزها کسی ساکت نمی‌شد
       *[enforce] در این روزها کسی ساکت نشد
    }
stats-day =
    { $day } { $month ->
        [1] ژانویه
        [2] فوریه
        [3] مارس
        [4] آوریل
        [5] مه
        [6] ژوئن
        [7] ژوئیه
        [8] اوت
        [9] سپتامبر
        [10] اکتبر
        [11] نوامبر
       *[12] دسامبر
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }٪)
