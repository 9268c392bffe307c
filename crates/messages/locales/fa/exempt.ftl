### The answers to /exempt and /unexempt.

exempted = { $person } معاف شد: دیگر اینجا بررسی‌اش نمی‌کنم. برای لغو معافیت: /unexempt

already-exempt = { $person } از قبل معاف است.

unexempted = { $person } دیگر معاف نیست: از این به بعد مثل بقیه بررسی‌اش می‌کنم.

was-not-exempt = { $person } معاف نبود، پس چیزی تغییر نکرد.

exempted-by-unmute = یکی از مدیران سکوت { $person } را برداشت، پس دیگر اینجا بررسی‌اش نمی‌کنم. برای لغو معافیت: <code>/unexempt { $id }</code>

which-person =
    آن پیام دربارهٔ چند نفر است. منظورتان کدام‌یک است؟
    { $people }

unreadable-person = <code>{ $word }</code> شناسهٔ عددی کسی نیست. راحت‌تر این است که با همین دستور به یکی از پیام‌های او پاسخ دهید.

unseen-username = <code>{ $word }</code> را در این گروه ندیده‌ام. با همین دستور به یکی از پیام‌هایش پاسخ دهید، یا آن را همراه شناسه‌اش که یک عدد است بفرستید.

exemptions-none = اینجا کسی معاف نیست. برای معاف کردن کسی، با /exempt به یکی از پیام‌هایش پاسخ دهید. مدیران هیچ‌وقت به آن نیاز ندارند.

exemptions =
    { $count ->
        [one] { $count } نفر هیچ‌وقت اینجا بررسی نمی‌شود:
       *[other] { $count } نفر هیچ‌وقت اینجا بررسی نمی‌شوند:
    }
    { $people }
    برای لغو معافیت هرکدام، /unexempt را همراه شناسهٔ عددی‌اش بفرستید.

exemptions-page = صفحهٔ { $page } از { $pages }

button-previous-page = قبلی

button-next-page = بعدی
