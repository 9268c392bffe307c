### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = इस ग्रुप में जिन्हें जानता हूँ, उन सबको अभी जाँचें
help-sweep = /sweep – इस ग्रुप में जिन्हें जानता हूँ, उन सबको अभी जाँचें; जो चैनलों में नहीं है, वह म्यूट होगा
button-cancel-sweep = रद्द करें

sweep-progress =
    <b>{ $group } में जिन्हें जानता हूँ, उन सबको जाँच रहा हूँ</b>
    { $bar } { $percent }%
    जाँचे गए: { $total } में से { $checked }
sweep-time-left = बचा समय: लगभग { $minutes } मिनट
sweep-done = <b>{ $group } में जिन्हें जानता हूँ, वे सब जाँचे गए</b>
sweep-cancelled =
    <b>{ $group } की जाँच रद्द हुई</b>
    जाँचे गए: { $total } में से { $checked }

sweep-counts =
    लिख सकते हैं: { $passed }
    { $effect ->
        [note] म्यूट होते: { $restricted }
        [step] अभी बताए गए या म्यूट हुए: { $restricted }
       *[mute] अभी म्यूट हुए: { $restricted }
    }
    पहले से म्यूट: { $before }
    { $outside ->
        [commenters] ग्रुप के सदस्य नहीं: { $left } (टिप्पणी करने पर जाँचे जाएँगे)
       *[gone] अब ग्रुप में नहीं: { $left }
    }
    Telegram ने नहीं बताया: { $unknown }

sweep-running = एक जाँच पहले से चल रही है। उसका संदेश दिखाता है कि कितनी हुई।
sweep-off = गेट बंद है, इसलिए जाँचने को कुछ नहीं। कोई एडमिन /protect से उसे चालू कर सकता है।
sweep-without-rights = इस ग्रुप में मुझे ज़रूरी अधिकार नहीं मिला है, इसलिए किसी को जाँच नहीं सकता। अधिक /status में।
sweep-untold = मैं इस ग्रुप में लिख नहीं सकता, और बिना बताए कोई म्यूट नहीं होता। इसलिए अभी किसी को नहीं जाँचता।

answer-sweep-refused = जाँच को केवल इस ग्रुप का एडमिन रद्द कर सकता है।
answer-sweep-cancelled = जाँच रद्द हुई।
