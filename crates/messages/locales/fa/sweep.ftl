### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = بررسی همهٔ کسانی که در این گروه می‌شناسم
help-sweep = /sweep – بررسی همهٔ کسانی که در این گروه می‌شناسم؛ هر که در کانال‌ها نباشد بی‌صدا می‌شود
button-cancel-sweep = لغو

sweep-progress =
    <b>در حال بررسی همهٔ کسانی که در { $group } می‌شناسم</b>
    { $bar } { $percent }%
    بررسی‌شده: { $checked } از { $total }
sweep-time-left = زمان مانده: حدود { $minutes } دقیقه
sweep-done = <b>همهٔ کسانی که در { $group } می‌شناسم بررسی شدند</b>
sweep-cancelled =
    <b>بررسی { $group } لغو شد</b>
    بررسی‌شده: { $checked } از { $total }

sweep-counts =
    می‌توانند بنویسند: { $passed }
    { $effect ->
        [note] بی‌صدا می‌شدند: { $restricted }
        [step] اکنون تذکر گرفتند یا بی‌صدا شدند: { $restricted }
       *[mute] اکنون بی‌صدا شدند: { $restricted }
    }
    از پیش بی‌صدا: { $before }
    { $outside ->
        [commenters] عضو گروه نیستند: { $left } (هنگام نوشتن دیدگاه بررسی می‌شوند)
       *[gone] دیگر در گروه نیستند: { $left }
    }
    تلگرام پاسخ نداد: { $unknown }

sweep-running = بررسی از پیش در جریان است. پیامش نشان می‌دهد تا کجا رسیده.
sweep-off = دروازه خاموش است و چیزی برای بررسی نیست. یک مدیر می‌تواند با /protect روشنش کند.
sweep-without-rights = دسترسی لازم را در این گروه ندارم، پس نمی‌توانم کسی را بررسی کنم. بیشتر در /status.
sweep-untold = نمی‌توانم در این گروه بنویسم و هیچ‌کس بی‌خبر بی‌صدا نمی‌شود. پس اکنون کسی را بررسی نمی‌کنم.

answer-sweep-refused = فقط مدیر این گروه می‌تواند بررسی را لغو کند.
answer-sweep-cancelled = بررسی لغو شد.
