### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = म्यूट या सिर्फ़ गिनती
name-policy = ज़रूरी चैनल
name-on-unknown = चेक न हो पाए तो
name-gate-on-join = आने वालों की जाँच
name-gate-on-leave = छोड़ने वालों की जाँच
name-mute-for-days = म्यूट कितने दिन
name-ladder = तुरंत म्यूट या नहीं
name-amnesty-days = जॉइन करने का समय
name-channel-senders = चैनल के नाम से लिखना
name-pending-join-requests = पेंडिंग रिक्वेस्ट
name-language = भाषा
name-notice-text = नोटिस
name-notice-delete-after-seconds = नोटिस कब तक रहे
name-command-delete-after-seconds = कमांड कब तक रहें
name-welcome-text = वेलकम
name-brake = अचानक शक
name-remove-join-lines = “X जुड़े” वाली लाइनें

# What each setting does.
about-mode = ट्रायल में सिर्फ़ गिनती होती है कि कौन म्यूट होता, किसी के साथ कुछ नहीं होता। ट्रायल पर लौटने पर मेरे म्यूट किए हुए सब लोग फिर लिख सकते हैं।
about-policy = अगर कई चैनल हों: सबमें होना ज़रूरी है या एक काफ़ी है?
about-on-unknown = कभी-कभी Telegram से जवाब नहीं मिलता। तब म्यूट करने पर बेक़सूर लोग भी म्यूट हो जाते हैं।
about-gate-on-join = जो आए और चैनलों में न हो, वह तुरंत म्यूट होता है; वरना तभी जब कुछ लिखे।
about-gate-on-leave = जो चैनल छोड़े, वह यहाँ तुरंत म्यूट होता है; वरना तभी जब अगली बार लिखे।
about-mute-for-days = इतने समय बाद म्यूट अपने-आप हट जाता है। बदलाव नए म्यूट पर लागू होता है।
about-ladder = जो चैनलों में नहीं है, उसके लिखने पर क्या होता है। याद दिलाएँ: जो कम से कम एक दिन से यहाँ दिखा है, उसका पहला मैसेज रहता है और मेरा नोटिस उसका जवाब देता है; अगले मैसेज पर म्यूट। चेतावनी: मैसेज हटता है और नोटिस दिखता है; एक दिन में तीसरे मैसेज पर म्यूट। नए लोग जुड़ते ही म्यूट होते हैं।
about-amnesty-days = चैनल चेक चालू होने से पहले यहाँ दिखे लोग तब से इतने दिन लिख सकते हैं। हर किसी को एक बार याद दिलाया जाता है।
about-channel-senders = कुछ लोग चैनल के नाम से लिखते हैं। चैनल म्यूट नहीं हो सकता, लेकिन उसके मैसेज हटाए जा सकते हैं।
about-pending-join-requests = प्राइवेट चैनल में मंज़ूरी का इंतज़ार करना पड़ सकता है। तब तक लिखने दें? ये रिक्वेस्ट मुझे तभी दिखती हैं जब चैनल में मेरे पास “{ right-add-subscribers }” परमिशन हो।
about-language = इस ग्रुप में मेरी भाषा। प्राइवेट में हर व्यक्ति की अपनी भाषा रहती है।
about-notice-text = म्यूट हुए लोग यहाँ यही पढ़ते हैं। बटन हमेशा नीचे रहते हैं।
about-notice-delete-after-seconds = ज़रूरत न रहने पर नोटिस हमेशा हट जाता है। पहले भी हट सकता है; बटन भी साथ चले जाते हैं।
about-command-delete-after-seconds = चैट साफ़ रहे, इसलिए कमांड और मेरे जवाब कुछ देर बाद हट सकते हैं।
about-welcome-text = जब कोई चैनल जॉइन करके पहली बार यहाँ लिख पाए, तब मेरा मैसेज।
about-brake = अगर यहाँ के बहुत-से पुराने लोग अचानक चैनलों में नहीं दिखते, तो शायद कोई गलती है: म्यूट करना रुक जाता है, उन्हें अनम्यूट किया जाता है, और एडमिन से पूछा जाता है।
about-remove-join-lines = नाम विज्ञापन भी हो सकते हैं: जो चैनलों में नहीं हैं, उनके जुड़ने की लाइन हटाई जा सकती है।

# What can be chosen.
option-mode =
    { $value ->
        [observe] सिर्फ़ गिनती (ट्रायल)
       *[enforce] म्यूट
    }
option-policy =
    { $value ->
        [any] एक काफ़ी है
       *[all] सभी
    }
option-on-unknown =
    { $value ->
        [restrict] म्यूट करें
       *[allow] लिखने दें
    }
option-ladder =
    { $value ->
        [remind] पहले याद दिलाएँ
        [warn] पहले चेतावनी
       *[mute] तुरंत म्यूट
    }
option-flag =
    { $value ->
        [no] नहीं
       *[yes] हाँ
    }
option-channel-senders =
    { $value ->
        [allow] मैसेज रहने दें
       *[delete] मैसेज हटाएँ
    }
option-pending-join-requests =
    { $value ->
        [accept] लिख सकते हैं
       *[ignore] इंतज़ार करें
    }
option-language-auto = हर व्यक्ति की अपनी
option-days =
    { $count ->
        [one] { $count } दिन
       *[other] { $count } दिन
    }
option-when-needless = जब ज़रूरत न रहे
option-never = कभी नहीं

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = वापस
button-panel-close = बंद करें
button-panel-copy = दूसरे ग्रुप से कॉपी करें
button-panel-write = टेक्स्ट लिखें
button-panel-number = कोई और संख्या
button-panel-in-private = प्राइवेट में आगे बढ़ें
button-panel-standard-text = स्टैंडर्ड टेक्स्ट रखें
button-panel-no-text = वेलकम नहीं

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ { $group } – <b>{ $setting }</b>: इस मैसेज पर रिप्लाई करके टेक्स्ट भेजें।

    ये अपने-आप भर जाते हैं:
    <code>{"{"}name{"}"}</code> – जिनके लिए मैसेज है
    <code>{"{"}group{"}"}</code> – ग्रुप
    <code>{"{"}channels{"}"}</code> – लिंक के साथ चैनल

    मोटे अक्षरों के लिए <code>&lt;b&gt;…&lt;/b&gt;</code> और तिरछे के लिए <code>&lt;i&gt;…&lt;/i&gt;</code> लिखें।
panel-ask-number = ✍️ { $group } – <b>{ $setting }</b>: इस मैसेज पर रिप्लाई करके { $least } से { $most } तक कोई संख्या भेजें।
panel-ask-days = संख्या दिनों में है।
panel-ask-seconds = संख्या सेकंड में है; 0 का मतलब: कोई समय-सीमा नहीं।
panel-placeholder-text = आपका टेक्स्ट
panel-placeholder-number = संख्या

panel-text-saved = ✅ सेव हो गया। लोग यह पढ़ेंगे:
panel-saved = ✅ सेव हो गया।

panel-text-refused =
    यह टेक्स्ट इस्तेमाल नहीं हो सकता।
    { $reason }
    कुछ नहीं बदला। कृपया मेरे सवाल पर फिर से रिप्लाई करें।
panel-number-refused = { $least } से { $most } तक कोई संख्या चाहिए। कुछ नहीं बदला; कृपया मेरे सवाल पर फिर से रिप्लाई करें।
panel-text-wanted = लिखा हुआ टेक्स्ट चाहिए। कुछ नहीं बदला; कृपया मेरे सवाल पर फिर से रिप्लाई करें।

# What is wrong with a text.
text-broken-tag = इसमें एक “&lt;” है जिससे कोई फ़ॉर्मैट शुरू नहीं होता। यह निशान दिखाने के लिए <code>&amp;lt;</code> लिखें।
text-unknown-tag = Telegram <code>&lt;{ $tag }&gt;</code> को नहीं जानता।
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> वैसे नहीं लिखा है जैसे Telegram लेता है।
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> को <code>&lt;/{ $tag }&gt;</code> से बंद नहीं किया गया है।
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> वहाँ खुली किसी चीज़ को बंद नहीं करता।
text-nested-quotation = एक कोट के अंदर दूसरा कोट नहीं हो सकता।
text-unknown-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> में क्या भरना है, यह पता नहीं।
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> इसके अंदर नहीं हो सकता: <code>&lt;{ $tag }&gt;</code>।
text-too-long = भरने के बाद इसमें { $length } अक्षर हो सकते हैं, और Telegram ज़्यादा से ज़्यादा { $max } लेता है।
text-empty = इसमें पढ़ने को कुछ नहीं है।

# Copying.
panel-copy =
    <b>{ $group }</b> में किस ग्रुप की सेटिंग कॉपी करनी है? चैनल जैसे हैं वैसे ही रहेंगे।
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = आपका सेट किया हुआ कोई और ग्रुप मेरे पास नहीं है।

# Answers to a press.
panel-done = सेव हो गया।
panel-asked = नीचे मेरे सवाल पर रिप्लाई करें।
panel-copied = सेटिंग कॉपी हो गई।
panel-administrators-only = यह सिर्फ़ इस ग्रुप के एडमिन कर सकते हैं।
panel-copy-refused = उस ग्रुप से कॉपी नहीं हो सकता: आपको वहाँ भी एडमिन होना होगा।
