### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = شمردن کسانی که دروازه نگه می‌دارد، بی آنکه به کسی دست بزنم
help-preview = شمردن کسانی که در کانال نیستند، پیش از الزامی کردنش؛ به کسی دست نمی‌زنم: <code>/preview @channel</code>
button-panel-preview = امتحان گزینهٔ دیگر

preview-progress =
    <b>پیش‌نمایش برای { $group }: به کسی دست نمی‌زنم</b>
    { $bar } { $percent }%
    بررسی‌شده: { $checked } از { $total }
preview-done = <b>پیش‌نمایش برای { $group }: به کسی دست نزدم</b>
preview-cancelled =
    <b>پیش‌نمایش { $group } لغو شد</b>
    بررسی‌شده: { $checked } از { $total }

preview-seen = افراد دیده‌شده در ۳۰ روز: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    در { $channels } نیستند: { preview-stopped }
    بررسی‌شان ممکن نشد: { $unknown }
preview-all =
    { preview-seen }
    در همهٔ این کانال‌ها نیستند: { $channels }: { preview-stopped }
    بررسی‌شان ممکن نشد: { $unknown }
preview-any =
    { preview-seen }
    در هیچ‌یک از این کانال‌ها نیستند: { $channels }: { preview-stopped }
    بررسی‌شان ممکن نشد: { $unknown }
preview-channel = در { $channel } نیستند: { $absent }
preview-muted = از پیش بی‌صداشده به دست من: { $count }
preview-left = دیگر در گروه نیستند: { $count }
preview-unknown-stopped = کسانی که بررسی‌شان ممکن نشد نیز بی‌صدا می‌شدند.
preview-note = مدیران و افراد معاف جزو پذیرفته‌شدگان‌اند. فقط کسانی را می‌شناسم که وقتی اینجا مدیر بوده‌ام پیوسته یا نوشته‌اند.
preview-usage = کانال‌ها را نام ببرید، برای نمونه <code>/preview @yourchannel</code>. فقط می‌شمارم و به کسی دست نمی‌زنم.
preview-running = پیش‌نمایشی از پیش در جریان است. پیامش نشان می‌دهد تا کجا رسیده و دکمهٔ لغو دارد.

panel-preview-ordered = پیش‌نمایش در گروه نمایان می‌شود.
panel-preview-running = بررسی دیگری در گروه در جریان است. پس از پایانش دوباره امتحان کنید.
answer-preview-cancelled = پیش‌نمایش لغو شد.
