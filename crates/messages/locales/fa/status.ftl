### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] عضویت اجباری خاموش است. مدیران می‌توانند با /protect روشنش کنند.
        [observe] عضویت اجباری آزمایشی است. فقط می‌شمارم و کسی ساکت نمی‌شود.
       *[enforce] عضویت اجباری روشن است.
    }

status-braked = ⚠️ از { $since } کسی را ساکت نمی‌کنم: خیلی از افراد قدیمی یک‌باره رد شدند و شاید اشتباهی رخ داده باشد. به بررسی ادامه می‌دهم؛ یک مدیر می‌تواند زیر پیام من دربارهٔ این موضوع بگوید ادامه بدهم.

status-cannot-enforce = ⚠️ در این گروه یک دسترسی کم دارم، برای همین کسی ساکت نمی‌شود. مدیران می‌توانند درستش کنند: صفحهٔ گروه، «ویرایش»، «مدیران»، نام من، و بعد روشن کردن «{ right-delete-messages }» و «{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– الان نمی‌توانم بررسی‌اش کنم. هنوز آنجا مدیر هستم؟
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = کانال‌های ذخیره‌شده برای وقتی که دوباره روشن شود:

status-muted = الان ساکت: { $open } · در کل: { $total } · عضو شدند: { $joined }

status-requests-unheard = ⚠️ درخواست‌های عضویت در { $channels } را نمی‌بینم، برای همین به حساب نمی‌آیند. مدیران آنجا می‌توانند درستش کنند: نام من در میان مدیران، و بعد روشن کردن «{ right-add-subscribers }».

status-observed = اگر آزمایشی نبود، ساکت می‌شدند: { $count }
status-people = افراد دیده‌شده: { $seen } · معاف: { $exempt }
status-since = راه‌اندازی در { $since } توسط { $owner }

status-unprotected = اینجا عضویت اجباری روشن نیست: همه می‌توانند بنویسند. مدیران می‌توانند این‌طور روشنش کنند: <code>/protect @yourchannel</code>
