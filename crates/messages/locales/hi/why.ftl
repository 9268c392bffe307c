### The answer to /why: what the gate thinks of a person.

menu-why = कोई क्यों लिख सकता है या नहीं (उन्हें रिप्लाई करें)
help-why = /why – रिप्लाई में या ID के साथ: मुझे इनके बारे में क्या दिखता है, मेरा फ़ैसला, और इनके पिछले केस

why-usage = आप किसकी बात कर रहे हैं? उनके किसी मैसेज के रिप्लाई में /why भेजें, या उनकी ID के साथ: <code>/why 123456789</code>

why-unknown = Telegram मुझे यहाँ <code>{ $id }</code> ID वाला कोई नहीं दिखाता, और मेरे पास उनका कोई केस भी नहीं है। क्या ID सही है? सबसे आसान है उनके किसी मैसेज के रिप्लाई में /why भेजना।

why-person = व्यक्ति: <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    यहाँ: { $status ->
        [administrator] एडमिन हैं
        [member] ग्रुप में हैं
        [muted] मैंने म्यूट किया है
        [silenced] किसी एडमिन ने म्यूट किया है, मैंने नहीं
        [limited] एडमिन ने कुछ ही चीज़ों की इजाज़त दी है
        [outside] ग्रुप में नहीं हैं
        [banned] किसी एडमिन ने बैन किया है
        [unknown] Telegram उन्हें यहाँ नहीं जानता
       *[unclear] अभी पता नहीं चल पा रहा
    }

why-channel =
    { $channel }: { $membership ->
        [in] जॉइन किया है
        [out] जॉइन नहीं किया
       *[unclear] अभी पता नहीं चल पा रहा
    }

why-rule =
    <b>नियम:</b> { $rule ->
        [off] चैनल चेक यहाँ बंद है, इसलिए किसी को चेक नहीं किया जाता।
        [administrator] एडमिन को कभी चेक नहीं किया जाता।
        [exempt] एक एडमिन ने इन्हें छूट दी है, इसलिए इन्हें कभी चेक नहीं किया जाता। छूट ख़त्म करने के लिए /unexempt भेजें।
        [never] ऐसे अकाउंट को कभी चेक नहीं किया जाता।
        [doubt] अभी पता नहीं चल पा रहा कि ये एडमिन हैं या नहीं, और शक होने पर मैं किसी को म्यूट नहीं करता।
        [any] इनमें से कोई एक चैनल जॉइन करना ज़रूरी है।
        [all] ये सभी चैनल जॉइन करना ज़रूरी है।
        [lenient] जहाँ पता न चले, वहाँ लिख सकते हैं।
       *[strict] जहाँ पता न चले, वहाँ नहीं लिख सकते।
    }

why-decision =
    <b>फ़ैसला:</b> { $decision ->
        [allow] लिख सकते हैं।
        [release] अब म्यूट रखने की कोई वजह नहीं है। वे मेरे नोटिस के नीचे “{ button-joined }” दबाएँ, या मुझे /start भेजें।
        [observe] { $channels } जॉइन करने तक म्यूट रहते। चैनल चेक ट्रायल पर है, इसलिए मैं कुछ नहीं करता।
        [powerless] पहले { $channels } जॉइन करना होता, लेकिन यहाँ मेरे पास एक परमिशन की कमी है और कोई म्यूट नहीं होता। ज़्यादा जानकारी /status में है।
       *[restrict] { $channels } जॉइन करने तक नहीं लिख सकते।
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] ट्रायल पर { $since } को नोट किया, म्यूट नहीं किया।
        [told] 🔇 मैंने { $since } से म्यूट किया है, ज़्यादा से ज़्यादा { $until } तक। मेरा नोटिस बताता है कि क्या करना है।
       *[untold] 🔇 मैंने { $since } से म्यूट किया है, ज़्यादा से ज़्यादा { $until } तक। मेरा नोटिस अभी पोस्ट नहीं हुआ है।
    }{ $case ->
        [0] {""}
       *[other] {" "}केस { $case }।
    }

why-cases = <b>पिछले केस</b>

why-no-cases = कोई केस नहीं: मैंने इन्हें यहाँ कभी म्यूट नहीं किया।

why-case =
    { $case ->
        [0] बिना नंबर
       *[other] केस { $case }
    }, { $since }: { $reason ->
        [spoke] चैनल जॉइन किए बिना लिखा
        [came] चैनल जॉइन किए बिना ग्रुप में आए
       *[left] एक चैनल छोड़ा
    }{ $mode ->
        [observe] {" "}(ट्रायल, म्यूट नहीं किया)
       *[enforce] {""}
    }। { $end ->
        [open] अभी खुला है।
        [joined] { $until } को ख़त्म: जॉइन कर लिया।
        [off] { $until } को ख़त्म: चैनल चेक बंद किया गया।
        [eased] { $until } को ख़त्म: शर्तें आसान हुईं।
        [exempted] { $until } को ख़त्म: एक एडमिन ने छूट दी।
        [administrator] { $until } को ख़त्म: एक एडमिन ने फ़ैसला किया।
        [expired] { $until } को ख़त्म: समय पूरा हुआ।
        [never] { $until } को ख़त्म: Telegram ने मुझे म्यूट नहीं करने दिया।
        [free] { $until } को ख़त्म: किसी और ने अनम्यूट कर दिया था।
        [erased] { $until } को ख़त्म: उन्होंने अपना डेटा हटाने को कहा।
        [untold] { $until } को ख़त्म: नोटिस पोस्ट नहीं हो सका, इसलिए अनम्यूट कर दिया।
       *[removed] { $until } को ख़त्म: मुझे ग्रुप से हटा दिया गया।
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}यह केस { $case } है; एडमिन इसे देख सकते हैं।
    }
