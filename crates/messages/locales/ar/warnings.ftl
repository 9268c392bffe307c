### What admins are told when the bot loses what it needs, and when it has it back.

# $state: is the bot still an admin, but lacking rights, or was it dismissed.
cannot-enforce =
    ⚠️ لا يمكنني الآن العمل في <b>{ $group }</b>، لذا لا أكتم أحدًا. { $state ->
        [dismissed] لم أعد مشرفًا هناك. يُرجى ترقيتي إلى مشرف من جديد بهذه الصلاحيات:
       *[lacking] تنقصني هذه الصلاحيات:
    }
    { $rights }
    مكانها في صفحة المجموعة: «تعديل»، ثم «المشرفون»{ $state ->
        [dismissed] .
       *[lacking] ، ثم اسمي.
    } أتابع تلقائيًا فور حصولي عليها.

can-enforce-again = ✅ عادت إليّ صلاحياتي في <b>{ $group }</b>، والاشتراك الإجباري يعمل كما كان.

cannot-check =
    ⚠️ لم أعد أرى مشتركي { $channel }، لذا لا يمكنني طلب الاشتراك فيها في <b>{ $group }</b>.
    يُرجى ترقيتي إلى مشرف في تلك القناة من جديد. بعدها أتابع تلقائيًا.

can-check-again = ✅ عدتُ أرى مشتركي { $channel }، والاشتراك فيها مطلوب في <b>{ $group }</b> كما كان.

cannot-notify =
    ⚠️ لا يمكنني النشر في <b>{ $group }</b>، لذا لا أستطيع أن أوضح للأعضاء هناك سبب كتمهم. رفعتُ الكتم عمن لم يصله أي تنبيه بعد، ويمكن للجميع الكتابة حاليًا.
    يُرجى السماح لي بالنشر هناك: بفتح الموضوع «عام» أو موضوع آخر، أو بمنحي صلاحية إدارة المواضيع. أعيد المحاولة تلقائيًا مرة كل ساعة.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ توقفتُ عن الكتم في <b>{ $group }</b>: يبدو فجأة أن كثيرًا من الأعضاء القدامى هنا ليسوا في القنوات. قد يكون ذلك خطأ، وليس خطأهم.
    مَن: { $people }
    رُفع الكتم عن: { $freed }
    يمكن للجميع الكتابة حاليًا. أواصل التحقق، وأتابع تلقائيًا بعد زوال ذلك. إذا كان كتمهم صحيحًا، فاضغط «{ button-go-on }».

button-go-on = متابعة

brake-recovered = ✅ عاد الاشتراك الإجباري في <b>{ $group }</b> يعمل كما كان. كان ذلك خطأ: من بدا أنهم غائبون مشتركون في القنوات.

brake-overridden = ✅ عاد الاشتراك الإجباري في <b>{ $group }</b> يعمل كما كان: ضغط { $admin } على «{ button-go-on }». لن أتوقف تلقائيًا لمدة يوم.

brake-switched-off = ✅ لم أعد أمتنع عن شيء في <b>{ $group }</b>: غيّر المشرفون الإعدادات، وهي السارية الآن.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = عاد الاشتراك الإجباري يعمل.

answer-brake-is-over = انتهى هذا الأمر: الاشتراك الإجباري يعمل.
