### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] चैनल चेक बंद है। एडमिन इसे /protect से चालू कर सकते हैं।
        [observe] चैनल चेक ट्रायल पर है। सिर्फ़ गिनती हो रही है, कोई म्यूट नहीं होता।
       *[enforce] चैनल चेक चालू है।
    }

status-braked = ⚠️ { $since } से किसी को म्यूट नहीं किया जा रहा: बहुत ज़्यादा पुराने लोग एक साथ चेक में फ़ेल हुए, और यह गलती हो सकती है। जाँच जारी है; एडमिन इसके बारे में मेरे मैसेज के नीचे आगे बढ़ने को कह सकते हैं।

status-cannot-enforce = ⚠️ इस ग्रुप में मेरे पास एक परमिशन नहीं है, इसलिए कोई म्यूट नहीं हो रहा। एडमिन इसे ठीक कर सकते हैं: ग्रुप का पेज, एडिट (Edit), एडमिन (Administrators), मेरा नाम, फिर “{ right-delete-messages }” और “{ right-restrict-members }” चालू करें।

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– अभी चेक नहीं हो पा रहा। क्या मैं वहाँ अब भी एडमिन हूँ?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = दोबारा चालू होने पर ये चैनल लागू होंगे:

status-requests-unheard = ⚠️ { $channels } में जॉइन करने की रिक्वेस्ट मुझे नहीं दिखतीं, इसलिए वे गिनी नहीं जातीं। वहाँ के एडमिन इसे ठीक कर सकते हैं: एडमिन की सूची में मेरा नाम, फिर “{ right-add-subscribers }” चालू करें।

status-muted = अभी म्यूट: { $open } · कुल: { $total } · इनमें से जॉइन किया: { $joined }
status-observed = ट्रायल न होता तो म्यूट होते: { $count }
status-people = देखे गए लोग: { $seen } · छूट वाले: { $exempt }
status-since = सेटअप: { $since } · किसने किया: { $owner }

status-unprotected = यहाँ चैनल चेक सेट नहीं है: सब लिख सकते हैं। एडमिन इसे <code>/protect @yourchannel</code> से सेट कर सकते हैं।
