### A group's settings with their values in words.

settings-title = <b>تنظیمات { $group }</b>

settings-how-to-change = روی هرچه می‌خواهید تغییر کند بزنید.

settings-unfit = ⚠️ آنچه برای { $keys } ذخیره شده معتبر نیست، پس آنجا مقدار پیش‌فرض به کار می‌رود.

settings-refused = تنظیمات آن گروه را فقط مدیرانش می‌بینند. اگر مدیر هستید، ببینید من هنوز در گروه هستم یا نه و بعد دوباره امتحان کنید.

setting-mode =
    کسی که عضو کانال‌ها نیست: <b>{ $value ->
        [observe] فقط شمرده می‌شود (آزمایشی)
       *[enforce] ساکت می‌شود
    }</b>
setting-policy =
    کانال‌های لازم: <b>{ $value ->
        [any] دست‌کم یکی
       *[all] همه
    }</b>
setting-on-unknown =
    وقتی نتوانم کسی را بررسی کنم: <b>{ $value ->
        [restrict] ساکت می‌شود
       *[allow] می‌تواند بنویسد
    }</b>
setting-gate-on-join =
    بررسی افراد هنگام ورود به گروه: <b>{ $value ->
        [no] خیر
       *[yes] بله
    }</b>
setting-gate-on-leave =
    بررسی افراد هنگام ترک کانال: <b>{ $value ->
        [no] خیر
       *[yes] بله
    }</b>
setting-mute-for-days =
    پایان سکوت: <b>{ $value ->
        [one] بعد از { $value } روز
       *[other] بعد از { $value } روز
    }</b>
setting-ladder =
    کسی که بدون عضویت در کانال‌ها بنویسد: <b>{ $value ->
        [remind] اول یادآوری می‌گیرد
        [warn] اول هشدار می‌گیرد
       *[mute] فوری ساکت می‌شود
    }</b>
setting-amnesty-days =
    مهلت عضویت برای کسانی که از پیش اینجا بوده‌اند: <b>{ $value ->
        [0] ندارد
        [one] { $value } روز
       *[other] { $value } روز
    }</b>
setting-channel-senders =
    پیام‌ها به نام کانال: <b>{ $value ->
        [allow] می‌مانند
       *[delete] حذف می‌شوند
    }</b>
setting-language =
    زبان: <b>{ $value ->
        [chosen] { $name }
       *[auto] زبان هر کس
    }</b>
setting-notice-text =
    اطلاعیه: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>متن پیش‌فرض</b>
    }
setting-notice-delete-after-seconds =
    حذف اطلاعیه: <b>{ $value ->
        [0] وقتی دیگر لازم نباشد
       *[other] بعد از { $time }
    }</b>
setting-command-delete-after-seconds =
    حذف دستورها و پاسخ‌های من: <b>{ $value ->
        [0] هیچ‌وقت
       *[other] بعد از { $time }
    }</b>
setting-pending-join-requests =
    درخواست در انتظار برای عضویت در کانال: <b>{ $value ->
        [accept] عضویت به شمار می‌آید
       *[ignore] به شمار نمی‌آید
    }</b>
setting-welcome-text =
    خوشامد: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>ندارد</b>
    }
setting-brake =
    اگر خیلی از افراد قدیمی یک‌باره رد شوند: <b>{ $value ->
        [no] ساکتشان می‌کنم
       *[yes] می‌ایستم و می‌پرسم
    }</b>
setting-remove-join-lines =
    خط «فلانی پیوست» برای کسی که هنوز باید عضو شود: <b>{ $value ->
        [no] می‌ماند
       *[yes] حذف می‌شود
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } ساعت
           *[other] { $count } ساعت
        }
        [minutes] { $count ->
            [one] { $count } دقیقه
           *[other] { $count } دقیقه
        }
       *[seconds] { $count ->
            [one] { $count } ثانیه
           *[other] { $count } ثانیه
        }
    }
