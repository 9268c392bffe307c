### The answers to /exempt and /unexempt.

exempted = { $person } को छूट मिल गई: अब उन्हें यहाँ चेक नहीं किया जाएगा। छूट हटाने के लिए /unexempt भेजें।

already-exempt = { $person } को पहले से छूट है।

unexempted = { $person } की छूट हट गई: अब से उन्हें भी बाकी सबकी तरह चेक किया जाएगा।

was-not-exempt = { $person } को छूट थी ही नहीं, इसलिए कुछ नहीं बदला।

exempted-by-unmute = एक एडमिन ने { $person } को अनम्यूट किया, इसलिए अब उन्हें यहाँ चेक नहीं किया जाएगा। छूट हटाने के लिए <code>/unexempt { $id }</code> भेजें।

which-person =
    वह मैसेज कई लोगों के बारे में है। आप किसकी बात कर रहे हैं?
    { $people }

unreadable-person = <code>{ $word }</code> किसी की ID नहीं है; ID एक नंबर होती है। सबसे आसान है उनके किसी मैसेज के रिप्लाई में यह कमांड भेजना।

unseen-username = मैंने <code>{ $word }</code> को इस ग्रुप में नहीं देखा है। उनके किसी मैसेज के रिप्लाई में यह कमांड भेजें, या उनकी ID के साथ भेजें, जो एक नंबर होती है।

exemptions-none = यहाँ किसी को छूट नहीं है। किसी को छूट देने के लिए उनके किसी मैसेज के रिप्लाई में /exempt भेजें। एडमिन को इसकी ज़रूरत नहीं होती।

exemptions =
    { $count ->
        [one] यहाँ { $count } व्यक्ति को कभी चेक नहीं किया जाता:
       *[other] यहाँ { $count } लोगों को कभी चेक नहीं किया जाता:
    }
    { $people }
    किसी की छूट हटाने के लिए उनकी ID के साथ /unexempt भेजें।

exemptions-page = { $pages } में से पेज { $page }

button-previous-page = पिछला

button-next-page = अगला
