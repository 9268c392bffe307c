### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = ساکت کردن یا فقط شمردن
name-policy = کانال‌های لازم
name-on-unknown = وقتی نتوانم بررسی کنم
name-gate-on-join = بررسی تازه‌واردها
name-gate-on-leave = بررسی ترک‌کننده‌ها
name-mute-for-days = مدت سکوت
name-ladder = ساکت کردن فوری یا نه
name-amnesty-days = مهلت عضویت
name-channel-senders = نوشتن به نام کانال
name-pending-join-requests = درخواست‌های در انتظار
name-language = زبان
name-notice-text = اطلاعیه
name-notice-delete-after-seconds = ماندگاری اطلاعیه‌ها
name-command-delete-after-seconds = ماندگاری دستورها
name-welcome-text = خوشامد
name-brake = تردید ناگهانی
name-remove-join-lines = خط‌های «فلانی پیوست»

# What each setting does.
about-mode = در حالت آزمایشی فقط می‌شمارم چه کسانی ساکت می‌شدند و با کسی کاری ندارم. با رفتن به این حالت، همهٔ کسانی که ساکت کرده‌ام دوباره می‌توانند بنویسند.
about-policy = اگر چند کانال باشد: عضویت در همه لازم است یا یکی کافی است؟
about-on-unknown = گاهی تلگرام به من جواب نمی‌دهد. ساکت کردن در آن لحظه دامن بی‌گناه‌ها را هم می‌گیرد.
about-gate-on-join = کسی که می‌آید و عضو کانال‌ها نیست همان لحظه ساکت می‌شود؛ وگرنه فقط وقتی بنویسد.
about-gate-on-leave = کسی که کانالی را ترک کند همان لحظه اینجا ساکت می‌شود؛ وگرنه فقط دفعهٔ بعد که بنویسد.
about-mute-for-days = سکوت بعد از این مدت خودبه‌خود تمام می‌شود. تغییر برای سکوت‌های تازه است.
about-ladder = وقتی کسی که عضو کانال‌ها نیست می‌نویسد چه می‌شود. یادآوری: نخستین پیام کسی که دست‌کم یک روز است اینجا دیده‌ام می‌ماند و اطلاعیهٔ من به آن پاسخ می‌دهد؛ با پیام بعدی ساکت می‌شود. هشدار: پیام را حذف می‌کنم و اطلاعیه می‌گذارم؛ با سومین پیام در یک روز ساکت می‌شود. تازه‌واردها همان هنگام پیوستن ساکت می‌شوند.
about-amnesty-days = کسانی که پیش از روشن شدن عضویت اجباری اینجا دیده‌ام، از آن زمان این تعداد روز می‌توانند بنویسند. به هر کدام یک بار یادآوری می‌کنم.
about-channel-senders = بعضی‌ها به نام یک کانال می‌نویسند. کانال را نمی‌شود ساکت کرد، ولی پیام‌هایش را می‌شود حذف کرد.
about-pending-join-requests = در کانال خصوصی گاهی باید منتظر پذیرش ماند. در این مدت بتوانند بنویسند؟ این درخواست‌ها را فقط وقتی می‌بینم که در کانال دسترسی «{ right-add-subscribers }» داشته باشم.
about-language = زبانی که در این گروه می‌نویسم. در خصوصی زبان هر کس را به کار می‌برم.
about-notice-text = متنی که ساکت‌شده‌ها اینجا می‌خوانند. دکمه‌ها همیشه زیر آن می‌آیند.
about-notice-delete-after-seconds = اطلاعیه وقتی دیگر لازم نباشد همیشه حذف می‌شود. زودتر هم می‌شود؛ دکمه‌ها هم با آن می‌روند.
about-command-delete-after-seconds = می‌توانم دستورها و پاسخ‌هایم را بعد از مدتی حذف کنم تا گفتگو مرتب بماند.
about-welcome-text = متنی که می‌نویسم وقتی کسی عضو کانال‌ها می‌شود و برای اولین بار می‌تواند اینجا بنویسد.
about-brake = اگر ناگهان به نظر برسد خیلی از کسانی که مدت‌هاست اینجا هستند عضو کانال‌ها نیستند، احتمالاً اشتباهی رخ داده است: دیگر کسی را ساکت نمی‌کنم، سکوتشان را برمی‌دارم و از مدیران می‌پرسم.
about-remove-join-lines = نام‌ها گاهی تبلیغ‌اند: می‌توانم خط پیوستن کسی را که عضو کانال‌ها نیست حذف کنم.

# What can be chosen.
option-mode =
    { $value ->
        [observe] فقط شمردن (آزمایشی)
       *[enforce] ساکت کردن
    }
option-policy =
    { $value ->
        [any] یکی کافی است
       *[all] همه
    }
option-on-unknown =
    { $value ->
        [restrict] ساکت شود
       *[allow] بتواند بنویسد
    }
option-ladder =
    { $value ->
        [remind] اول یادآوری
        [warn] اول هشدار
       *[mute] ساکت کردن فوری
    }
option-flag =
    { $value ->
        [no] خیر
       *[yes] بله
    }
option-channel-senders =
    { $value ->
        [allow] پیام‌ها بمانند
       *[delete] پیام‌ها حذف شوند
    }
option-pending-join-requests =
    { $value ->
        [accept] بتوانند بنویسند
       *[ignore] باید منتظر بمانند
    }
option-language-auto = زبان هر کس
option-days =
    { $count ->
        [one] { $count } روز
       *[other] { $count } روز
    }
option-when-needless = وقتی دیگر لازم نباشد
option-never = هیچ‌وقت

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = بازگشت
button-panel-close = بستن
button-panel-copy = کپی از گروهی دیگر
button-panel-write = نوشتن متن
button-panel-number = عددی دیگر
button-panel-in-private = ادامه در خصوصی
button-panel-standard-text = استفاده از متن پیش‌فرض
button-panel-no-text = بدون خوشامد

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> در { $group }: متن را در پاسخ به همین پیام بفرستید.

    این‌ها را خودم پر می‌کنم:
    <code>{"{"}name{"}"}</code> – کسانی که مخاطب‌اند
    <code>{"{"}group{"}"}</code> – گروه
    <code>{"{"}channels{"}"}</code> – کانال‌ها با لینک

    برای متن پررنگ <code>&lt;b&gt;…&lt;/b&gt;</code> و برای متن کج <code>&lt;i&gt;…&lt;/i&gt;</code> بنویسید.
panel-ask-number = ✍️ <b>{ $setting }</b> در { $group }: عددی از { $least } تا { $most } را در پاسخ به همین پیام بفرستید.
panel-ask-days = عدد به روز است.
panel-ask-seconds = عدد به ثانیه است؛ ۰ یعنی بدون محدودیت زمانی.
panel-placeholder-text = متن شما
panel-placeholder-number = یک عدد

panel-text-saved = ✅ ذخیره شد. این را خواهند خواند:
panel-saved = ✅ ذخیره شد.

panel-text-refused =
    این متن را نمی‌توانم به کار ببرم.
    { $reason }
    چیزی تغییر نکرد. لطفاً دوباره به پرسشم پاسخ دهید.
panel-number-refused = عددی از { $least } تا { $most } لازم است. چیزی تغییر نکرد؛ لطفاً دوباره به پرسشم پاسخ دهید.
panel-text-wanted = اینجا فقط متن می‌پذیرم. چیزی تغییر نکرد؛ لطفاً دوباره به پرسشم پاسخ دهید.

# What is wrong with a text.
text-broken-tag = در آن <code>&lt;</code> هست که قالبی را شروع نمی‌کند. برای نشان دادن این علامت بنویسید <code>&amp;lt;</code>.
text-unknown-tag = تلگرام <code>&lt;{ $tag }&gt;</code> را نمی‌شناسد.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> آن‌طور که تلگرام می‌پذیرد نوشته نشده است.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> با <code>&lt;/{ $tag }&gt;</code> بسته نشده است.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> چیزی را که آنجا باز باشد نمی‌بندد.
text-nested-quotation = نقل‌قول نمی‌تواند داخل نقل‌قول دیگری باشد.
text-unknown-placeholder = نمی‌دانم <code>{"{"}{ $placeholder }{"}"}</code> را با چه پر کنم.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> نمی‌تواند داخل <code>&lt;{ $tag }&gt;</code> باشد.
text-too-long = پس از پر شدن ممکن است { $length } حرف شود و تلگرام حداکثر { $max } حرف می‌پذیرد.
text-empty = چیزی برای خواندن در آن نیست.

# Copying.
panel-copy =
    تنظیمات را از کدام گروه به <b>{ $group }</b> کپی کنم؟ کانال‌ها همان‌طور که هستند می‌مانند.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = گروه دیگری که شما راه انداخته باشید ندارم.

# Answers to a press.
panel-done = ذخیره شد.
panel-asked = به پرسش من در پایین پاسخ دهید.
panel-copied = تنظیمات کپی شد.
panel-administrators-only = فقط مدیران این گروه می‌توانند این کار را بکنند.
panel-copy-refused = از آن گروه نمی‌توانم کپی کنم: باید آنجا هم مدیر باشید.
