### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = فارسی

unnamed-person = یک نفر
unnamed-chat = گفتگوی بی‌نام

list-comma = { $items }، { $next }
list-and = { $items } و { $last }
list-or = { $items } یا { $last }
list-more = بقیه ({ $count })

moment =
    { $day } { $month ->
        [1] ژانویه
        [2] فوریه
        [3] مارس
        [4] آوریل
        [5] مه
        [6] ژوئن
        [7] ژوئیه
        [8] اوت
        [9] سپتامبر
        [10] اکتبر
        [11] نوامبر
       *[12] دسامبر
    } { $year }، { $time } UTC

button-join = عضویت در { $channel }
button-joined = عضو شدم
button-joined-in = عضو شدم · { $group }
button-add-to-group = افزودن ربات به گروه
button-add-to-channel = افزودن ربات به کانال
button-settings = دیدن تنظیمات

# The rights as Telegram's apps call them.
right-delete-messages = حذف پیام‌ها
right-restrict-members = محروم کردن کاربران
right-invite-users = دعوت کاربران از طریق لینک
right-add-subscribers = افزودن مشترکین
