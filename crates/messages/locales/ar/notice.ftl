### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }: للكتابة هنا { $needed ->
        [none] يُرجى الاشتراك أولًا في قناة هذه المجموعة،
        [any] يُرجى الاشتراك أولًا في { $channels } (تكفي واحدة)،
       *[all] يُرجى الاشتراك أولًا في { $channels }،
    } ثم الضغط على «{ button-joined }».

# Who is called, when nobody is called by name.
people-unnamed = الأعضاء الكرام

channel-sender-notice =
    <b>{ $sender }</b>: لا يمكن الكتابة باسم قناة في { $group }، لذا حذفتُ تلك الرسالة. يُرجى الكتابة باسمك أنت: بالضغط على الصورة المجاورة لحقل النص واختيار حسابك الشخصي.

# Takes the place of a notice that can be deleted no more.
outdated-message = هذه الرسالة لم تعد صالحة.
