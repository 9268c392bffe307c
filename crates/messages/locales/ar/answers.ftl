### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = شكرًا لك! يمكنك الآن الكتابة في { $group }.

answer-still-missing =
    { $needed ->
        [none] لا أرى اشتراكك في قناة هذه المجموعة بعد. يُرجى الاشتراك فيها ثم الضغط من جديد.
        [any] ليس بعد. يُرجى الاشتراك في { $channels } (تكفي واحدة) ثم الضغط من جديد.
       *[all] ليس بعد. يُرجى الاشتراك في { $channels } ثم الضغط من جديد.
    }

answer-not-restricted = حسابك غير مكتوم هنا، فلا داعي لفعل أي شيء.

answer-restricted-by-administrator = من كتمك هو أحد مشرفي هذه المجموعة، وليس أنا. لا يرفع هذا الكتم إلا مشرف: يُرجى التواصل مع أحدهم.

answer-could-not-check = لا يمكنني التحقق الآن. لم يتغير شيء؛ يُرجى المحاولة من جديد بعد لحظات.

answer-could-not-unmute = اكتمل المطلوب منك، لكن تيليجرام لا يتيح لي رفع الكتم عنك الآن. سأواصل المحاولة، ويمكن لأحد مشرفي { $group } رفعه فورًا.

answer-outdated-button = هذا الزر لم يعد صالحًا.
