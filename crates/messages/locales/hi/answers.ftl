### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = शुक्रिया! अब आप { $group } ग्रुप में लिख सकते हैं।

answer-still-missing =
    { $needed ->
        [none] आप अभी इस ग्रुप के चैनल में नहीं हैं। पहले चैनल जॉइन करें, फिर बटन दोबारा दबाएँ।
        [any] अभी नहीं हुआ। इनमें से कोई एक जॉइन करें: { $channels }। फिर बटन दोबारा दबाएँ।
       *[all] अभी नहीं हुआ। कृपया { $channels } जॉइन करें, फिर बटन दोबारा दबाएँ।
    }

answer-not-restricted = आप यहाँ म्यूट नहीं हैं, इसलिए कुछ करने की ज़रूरत नहीं।

answer-restricted-by-administrator = आपको मैंने नहीं, इस ग्रुप के किसी एडमिन ने म्यूट किया है। इसे सिर्फ़ एडमिन हटा सकते हैं: कृपया उनसे बात करें।

answer-could-not-check = मुझसे अभी चेक नहीं हो पा रहा। कुछ नहीं बदला है; कृपया थोड़ी देर में फिर कोशिश करें।

answer-could-not-unmute = आपकी तरफ़ से सब हो गया, पर Telegram अभी मुझे आपको अनम्यूट नहीं करने दे रहा। मेरी कोशिश जारी है; { $group } ग्रुप के एडमिन यह तुरंत कर सकते हैं।

answer-outdated-button = यह बटन पुराना हो चुका है।
