### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = العربية

unnamed-person = شخص ما
unnamed-chat = محادثة بلا اسم

list-comma = { $items }، { $next }
list-and = { $items } و{ $last }
list-or = { $items } أو { $last }
list-more = الباقي ({ $count })

moment =
    { $day } { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    } { $year }، { $time } UTC

button-join = الاشتراك في { $channel }
button-joined = لقد اشتركت
button-joined-in = لقد اشتركت · { $group }
button-add-to-group = إضافة البوت إلى مجموعة
button-add-to-channel = إضافة البوت إلى قناة
button-settings = عرض الإعدادات

# The rights as Telegram's apps call them.
right-delete-messages = حذف الرسائل
right-restrict-members = حظر المستخدمين
right-invite-users = دعوة المستخدمين عبر الرابط
right-add-subscribers = إضافة مشتركين
