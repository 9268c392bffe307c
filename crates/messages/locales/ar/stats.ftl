### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = عدد من كُتموا ومن اشتركوا منهم
help-stats = عدد من كُتموا ومن اشتركوا منهم، مع رسم بياني: /stats

stats-headline = <b>{ $group }</b> بالأرقام
stats-observed = الاشتراك الإجباري قيد التجربة: لم أكتم أحدًا. الأرقام تبيّن ما كان سيحدث.
stats-week = آخر 7 أيام
stats-month = آخر 30 يومًا
stats-stopped =
    <b>{ $period }</b>
    كُتموا: { $people } · ثم اشتركوا: { $joined }{ $share }
stats-left = غادروا قناة: { $people } · عادوا: { $joined }{ $share }
stats-channels = <b>بحسب القناة، 7 / 30 يومًا</b>
stats-channel = { $channel } – كُتموا { $stopped }، اشتركوا { $joined }؛ غادروا { $left }، عادوا { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] كانوا سيُكتمون: { $people }
       *[enforce] كُتموا: { $people }
    }
stats-chart-joined = اشترك منهم: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] ما كان أحد ليُكتم في هذه الأيام
       *[enforce] لم يُكتم أحد في هذه الأيام
    }
stats-day =
    { $day } { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
