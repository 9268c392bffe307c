### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = गिनें कि गेट किन्हें रोकेगा; किसी को कुछ नहीं होता
help-preview = <code>/preview @channel</code> – चैनल माँगने से पहले गिनें कि कौन उसमें नहीं है; किसी को कुछ नहीं होता
button-panel-preview = दूसरा विकल्प आज़माएँ

preview-progress =
    <b>{ $group } का प्रीव्यू: किसी को कुछ नहीं होता</b>
    { $bar } { $percent }%
    जाँचे गए: { $total } में से { $checked }
preview-done = <b>{ $group } का प्रीव्यू: किसी को कुछ नहीं हुआ</b>
preview-cancelled =
    <b>{ $group } का प्रीव्यू रद्द हुआ</b>
    जाँचे गए: { $total } में से { $checked }

preview-seen = 30 दिन में दिखे लोग: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    { $channels } में नहीं: { preview-stopped }
    जाँच नहीं हो सकी: { $unknown }
preview-all =
    { preview-seen }
    इन सब चैनलों में नहीं: { $channels }: { preview-stopped }
    जाँच नहीं हो सकी: { $unknown }
preview-any =
    { preview-seen }
    इनमें से किसी चैनल में नहीं: { $channels }: { preview-stopped }
    जाँच नहीं हो सकी: { $unknown }
preview-channel = { $channel } में नहीं: { $absent }
preview-muted = मेरे म्यूट किए हुए पहले से: { $count }
preview-left = अब ग्रुप में नहीं: { $count }
preview-unknown-stopped = जिनकी जाँच नहीं हो सकी, वे भी म्यूट होते।
preview-note = एडमिन और छूट वाले लोग पास गिने जाते हैं। मैं केवल उन्हें जानता हूँ जो मेरे यहाँ एडमिन रहते जुड़े या लिखे।
preview-usage = आज़माने के लिए चैनल लिखें, जैसे <code>/preview @yourchannel</code>। मैं बस गिनता हूँ: किसी को कुछ नहीं होता।
preview-running = एक प्रीव्यू पहले से चल रहा है। उसका संदेश दिखाता है कि कितना हुआ, और उसमें रद्द करने का बटन है।

panel-preview-ordered = प्रीव्यू ग्रुप में दिखेगा।
panel-preview-running = ग्रुप में एक जाँच पहले से चल रही है। उसके बाद फिर कोशिश करें।
answer-preview-cancelled = प्रीव्यू रद्द हुआ।
