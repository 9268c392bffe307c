### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = How many people were stopped, and how many joined
help-stats = /stats – how many people were stopped and how many of them joined, with a chart

stats-headline = <b>{ $group }</b> in numbers
stats-observed = The gate is on trial: nobody was muted. The numbers say what the gate would have done.
stats-week = Last 7 days
stats-month = Last 30 days
stats-stopped =
    <b>{ $period }</b>
    Stopped: { $people } · then joined: { $joined }{ $share }
stats-left = Left a channel: { $people } · came back: { $joined }{ $share }
stats-channels = <b>By channel, 7 / 30 days</b>
stats-channel = { $channel } – stopped { $stopped }, joined { $joined }; left { $left }, came back { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] Would have been stopped: { $people }
       *[enforce] Stopped: { $people }
    }
stats-chart-joined = of them joined: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] Nobody would have been stopped in these days
       *[enforce] Nobody was stopped in these days
    }
stats-day =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
