### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, यहाँ लिखने के लिए { $needed ->
        [none] कृपया पहले इस ग्रुप का चैनल जॉइन करें।
        [any] कृपया पहले इनमें से कोई एक जॉइन करें: { $channels }।
       *[all] कृपया पहले { $channels } जॉइन करें।
    } फिर “{ button-joined }” दबाएँ।

# Who is called, when nobody is called by name.
people-unnamed = दोस्तो

channel-sender-notice =
    <b>{ $sender }</b>: { $group } ग्रुप में चैनल के नाम से नहीं लिखा जा सकता, इसलिए मैंने वह मैसेज हटा दिया। कृपया अपने नाम से लिखें: टेक्स्ट बॉक्स के पास वाली फ़ोटो पर टैप करें और अपना अकाउंट चुनें।

# Takes the place of a notice that can be deleted no more.
outdated-message = यह मैसेज पुराना हो चुका है।
