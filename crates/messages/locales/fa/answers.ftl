### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = ممنون! حالا می‌توانید در { $group } بنویسید.

answer-still-missing =
    { $needed ->
        [none] هنوز عضو کانال این گروه نیستید. لطفاً عضو شوید و دوباره دکمه را بزنید.
        [any] هنوز نه. لطفاً عضو { $channels } شوید (یکی کافی است) و دوباره دکمه را بزنید.
       *[all] هنوز نه. لطفاً عضو { $channels } شوید و دوباره دکمه را بزنید.
    }

answer-not-restricted = شما اینجا ساکت نشده‌اید، پس لازم نیست کاری بکنید.

answer-restricted-by-administrator = شما را یکی از مدیران این گروه ساکت کرده، نه من. فقط مدیران می‌توانند این را تغییر دهند: لطفاً از یکی از آن‌ها بخواهید.

answer-could-not-check = الان نمی‌توانم بررسی کنم. چیزی تغییر نکرده؛ لطفاً کمی بعد دوباره امتحان کنید.

answer-could-not-unmute = شما کار خودتان را کردید، ولی تلگرام الان نمی‌گذارد سکوتتان را بردارم. باز هم تلاش می‌کنم؛ مدیران { $group } همین حالا می‌توانند آن را بردارند.

answer-outdated-button = این دکمه دیگر اعتبار ندارد.
