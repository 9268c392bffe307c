### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }، برای نوشتن در اینجا { $needed ->
        [none] لطفاً اول عضو کانال این گروه شوید.
        [any] لطفاً اول عضو { $channels } شوید؛ یکی کافی است.
       *[all] لطفاً اول عضو { $channels } شوید.
    } بعد «{ button-joined }» را بزنید.

# Who is called, when nobody is called by name.
people-unnamed = دوستان

channel-sender-notice =
    <b>{ $sender }</b>: در { $group } نمی‌شود به نام کانال نوشت، برای همین آن پیام را حذف کردم. لطفاً به نام خودتان بنویسید: روی عکس کنار کادر متن بزنید و حساب خودتان را انتخاب کنید.

# Takes the place of a notice that can be deleted no more.
outdated-message = این پیام دیگر اعتبار ندارد.
