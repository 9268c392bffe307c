### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = शुक्रिया! अब आप { $group } ग्रुप में लिख सकते हैं।

answer-still-missing =
    { $needed ->
        [none] आप अभी इस ग्रुप के चैनल में नहीं हैं। पहले चैनल जॉइन करें, फिर दोबारा दबाएँ।
        [any] अभी नहीं हुआ। इनमें से कोई एक जॉइन करें: { $channels }। फिर दोबारा दबाएँ।
       *[all] अभी नहीं हुआ। कृपया { $channels } जॉइन करें, फिर दोबारा दबाएँ।
    }

answer-not-restricted = आप यहाँ म्यूट नहीं हैं, इसलिए कुछ करने की ज़रूरत नहीं।

answer-restricted-by-administrator = आपको मैंने नहीं, इस ग्रुप के किसी एडमिन ने म्यूट किया है। इसे सिर्फ़ एडमिन ही बदल सकते हैं: कृपया उनसे पूछें।

answer-could-not-check = मैं अभी चेक नहीं कर पा रहा हूँ। कुछ नहीं बदला है; कृपया थोड़ी देर में फिर कोशिश करें।

answer-could-not-unmute = आपने अपना काम कर दिया, पर Telegram अभी मुझे आपको अनम्यूट नहीं करने दे रहा। मैं कोशिश करता रहूँगा; { $group } ग्रुप के एडमिन यह तुरंत कर सकते हैं।

answer-outdated-button = यह बटन अब पुराना हो चुका है।
