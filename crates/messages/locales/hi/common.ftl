### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = हिन्दी

unnamed-person = एक यूज़र
unnamed-chat = बेनाम चैट

list-comma = { $items }, { $next }
list-and = { $items } और { $last }
list-or = { $items } या { $last }
list-more = { $count } अन्य

moment =
    { $day } { $month ->
        [1] जनवरी
        [2] फ़रवरी
        [3] मार्च
        [4] अप्रैल
        [5] मई
        [6] जून
        [7] जुलाई
        [8] अगस्त
        [9] सितंबर
        [10] अक्टूबर
        [11] नवंबर
       *[12] दिसंबर
    } { $year }, { $time } UTC

button-join = जॉइन करें: { $channel }
button-joined = जॉइन कर लिया
button-joined-in = जॉइन कर लिया · { $group }
button-add-to-group = मुझे ग्रुप में जोड़ें
button-add-to-channel = मुझे चैनल में जोड़ें
button-settings = सेटिंग देखें

# The rights as Telegram's apps call them.
right-delete-messages = मैसेज डिलीट करें (Delete messages)
right-restrict-members = यूज़र बैन करें (Ban users)
right-invite-users = लिंक से यूज़र इनवाइट करें (Invite users via link)
right-add-subscribers = सब्सक्राइबर जोड़ें (Add subscribers)
