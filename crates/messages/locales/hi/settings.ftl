### A group's settings with their values in words.

settings-title = <b>{ $group } ग्रुप की सेटिंग</b>

settings-how-to-change = जो बदलना हो, उस पर टैप करें।

settings-unfit = ⚠️ { $keys } के लिए जो सेव है, वह मान्य नहीं है, इसलिए वहाँ डिफ़ॉल्ट लागू है।

settings-refused = उस ग्रुप की सेटिंग सिर्फ़ उसके एडमिन देख सकते हैं। अगर आप एडमिन हैं, तो देख लें कि मैं अब भी ग्रुप में हूँ या नहीं, फिर दोबारा कोशिश करें।

setting-mode =
    जो चैनलों में नहीं हैं: <b>{ $value ->
        [observe] सिर्फ़ गिने जाते हैं (ट्रायल)
       *[enforce] म्यूट होते हैं
    }</b>
setting-policy =
    ज़रूरी चैनल: <b>{ $value ->
        [any] कम से कम एक
       *[all] सभी
    }</b>
setting-on-unknown =
    जिन्हें मैं चेक न कर पाऊँ: <b>{ $value ->
        [restrict] वे म्यूट होते हैं
       *[allow] वे लिख सकते हैं
    }</b>
setting-gate-on-join =
    ग्रुप जॉइन करने पर चेक: <b>{ $value ->
        [no] नहीं
       *[yes] हाँ
    }</b>
setting-gate-on-leave =
    चैनल छोड़ने पर चेक: <b>{ $value ->
        [no] नहीं
       *[yes] हाँ
    }</b>
setting-mute-for-days =
    म्यूट हटता है: <b>{ $value ->
        [one] { $value } दिन बाद
       *[other] { $value } दिन बाद
    }</b>
setting-ladder =
    जो चैनलों में हुए बिना लिखे: <b>{ $value ->
        [remind] उसे पहले याद दिलाया जाता है
        [warn] उसे पहले चेतावनी मिलती है
       *[mute] वह तुरंत म्यूट होता है
    }</b>
setting-amnesty-days =
    पहले से मौजूद लोगों को जॉइन करने का समय: <b>{ $value ->
        [0] नहीं
        [one] { $value } दिन
       *[other] { $value } दिन
    }</b>
setting-channel-senders =
    चैनल के नाम से आए मैसेज: <b>{ $value ->
        [allow] रहते हैं
       *[delete] हटा दिए जाते हैं
    }</b>
setting-language =
    भाषा: <b>{ $value ->
        [chosen] { $name }
       *[auto] हर व्यक्ति की अपनी
    }</b>
setting-notice-text =
    नोटिस: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>स्टैंडर्ड टेक्स्ट</b>
    }
setting-notice-delete-after-seconds =
    नोटिस हटता है: <b>{ $value ->
        [0] जब उसकी ज़रूरत न रहे
       *[other] { $time } बाद
    }</b>
setting-command-delete-after-seconds =
    कमांड और मेरे जवाब: <b>{ $value ->
        [0] कभी नहीं हटते
       *[other] { $time } बाद हटते हैं
    }</b>
setting-pending-join-requests =
    चैनल जॉइन करने की पेंडिंग रिक्वेस्ट: <b>{ $value ->
        [accept] चैनल में होना मानी जाती है
       *[ignore] नहीं मानी जाती
    }</b>
setting-welcome-text =
    वेलकम: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>कोई नहीं</b>
    }
setting-brake =
    अगर बहुत-से पुराने लोग एक साथ चेक में फ़ेल हों: <b>{ $value ->
        [no] म्यूट किए जाते हैं
       *[yes] रुककर पूछा जाता है
    }</b>
setting-remove-join-lines =
    जिन्हें पहले जॉइन करना है, उनकी “X जुड़े” वाली लाइन: <b>{ $value ->
        [no] रहती है
       *[yes] हटा दी जाती है
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } घंटे
           *[other] { $count } घंटे
        }
        [minutes] { $count ->
            [one] { $count } मिनट
           *[other] { $count } मिनट
        }
       *[seconds] { $count ->
            [one] { $count } सेकंड
           *[other] { $count } सेकंड
        }
    }
