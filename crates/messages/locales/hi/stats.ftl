### The answer to /stats: the caption of the picture, and the picture.

# In the menu and in /help.
menu-stats = कितने लोग म्यूट हुए और कितनों ने जॉइन किया
help-stats = /stats – कितने लोग म्यूट हुए और उनमें से कितनों ने जॉइन किया, चार्ट के साथ

stats-headline = <b>{ $group }</b> के आँकड़े
stats-observed = चैनल चेक ट्रायल पर है: कोई म्यूट नहीं हुआ। आँकड़े बताते हैं कि ट्रायल न होता तो क्या होता।
stats-week = पिछले 7 दिन
stats-month = पिछले 30 दिन
stats-stopped =
    <b>{ $period }</b>
    म्यूट हुए: { $people } · फिर जॉइन किया: { $joined }{ $share }
stats-left = चैनल छोड़ा: { $people } · लौट आए: { $joined }{ $share }
stats-channels = <b>चैनल के अनुसार, 7 / 30 दिन</b>
stats-channel = { $channel } – म्यूट { $stopped }, जॉइन { $joined }; छोड़ा { $left }, लौटे { $returned }

# In the picture: plain text.
stats-chart-stopped =
    { $mode ->
        [observe] म्यूट होते: { $people }
       *[enforce] म्यूट हुए: { $people }
    }
stats-chart-joined = इनमें से जॉइन किया: { $joined }{ $share }
stats-chart-empty =
    { $mode ->
        [observe] इन दिनों कोई म्यूट न होता
       *[enforce] इन दिनों कोई म्यूट नहीं हुआ
    }
stats-day =
    { $day } { $month ->
        [1] जन॰
        [2] फ़र॰
        [3] मार्च
        [4] अप्रैल
        [5] मई
        [6] जून
        [7] जुल॰
        [8] अग॰
        [9] सित॰
        [10] अक्टू॰
        [11] नव॰
       *[12] दिस॰
    }

# A share of a hundred, behind the number that it is of.
stats-share = ({ $percent }%)
