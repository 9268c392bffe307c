### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = الكتم أو الإحصاء فقط
name-policy = القنوات المطلوبة
name-on-unknown = عند تعذّر التحقق
name-gate-on-join = التحقق من المنضمين
name-gate-on-leave = التحقق من المغادرين
name-mute-for-days = مدة الكتم
name-ladder = الكتم فورًا أم لا
name-amnesty-days = مهلة الاشتراك
name-channel-senders = الكتابة باسم قناة
name-pending-join-requests = الطلبات المعلّقة
name-language = اللغة
name-notice-text = التنبيه
name-notice-delete-after-seconds = مدة بقاء التنبيهات
name-command-delete-after-seconds = مدة بقاء الأوامر
name-welcome-text = الترحيب
name-brake = شك مفاجئ
name-remove-join-lines = سطور «انضم فلان»

# What each setting does.
about-mode = في وضع التجربة أُحصي فقط من كان سيُكتم، ولا أفعل شيئًا لأحد. عند الانتقال إلى هذا الوضع يمكن لكل من كتمتُه أن يكتب من جديد.
about-policy = إذا تعددت القنوات: هل يلزم الاشتراك فيها كلها أم تكفي واحدة؟
about-on-unknown = أحيانًا لا يجيبني تيليجرام. الكتم عندئذٍ يصيب أيضًا من لم يخطئ.
about-gate-on-join = من ينضم وهو غير مشترك في القنوات يُكتم فورًا، وإلا فعندما يكتب فقط.
about-gate-on-leave = من يغادر قناة يُكتم هنا فورًا، وإلا فعندما يكتب مرة أخرى.
about-mute-for-days = ينتهي الكتم تلقائيًا بعد هذه المدة. يسري التغيير على حالات الكتم الجديدة.
about-ladder = ماذا يحدث عندما يكتب من لم يشترك في القنوات. تذكير: تبقى أول رسالة لمن رأيتُه هنا منذ يوم على الأقل ويردّ عليها تنبيهي، والرسالة التالية تؤدي إلى الكتم. تحذير: أحذف الرسالة وأعرض تنبيهًا، والثالثة خلال يوم تؤدي إلى الكتم. أما القادمون الجدد فيُكتمون عند انضمامهم.
about-amnesty-days = من رأيتُهم هنا قبل تفعيل الاشتراك الإجباري يمكنهم الكتابة هذا العدد من الأيام ابتداءً من ذلك الوقت. أذكّر كلًّا منهم مرة واحدة.
about-channel-senders = يكتب بعضهم باسم قناة. لا يمكن كتم القناة، لكن يمكن حذف رسائلها.
about-pending-join-requests = في القناة الخاصة قد يلزم انتظار القبول. هل تُتاح الكتابة أثناء الانتظار؟ لا أرى هذه الطلبات إلا إذا كانت لدي في القناة صلاحية «{ right-add-subscribers }».
about-language = اللغة التي أكتب بها في هذه المجموعة. في الخاص أستخدم لغة كل شخص.
about-notice-text = ما يقرؤه هنا من كُتم. الأزرار تحته دائمًا.
about-notice-delete-after-seconds = يُحذف التنبيه دائمًا عند انتهاء الحاجة إليه. ويمكن أن يُحذف قبل ذلك، ومعه الأزرار.
about-command-delete-after-seconds = يمكنني حذف الأوامر وردودي بعد مدة لتبقى الدردشة مرتبة.
about-welcome-text = ما أكتبه عندما يشترك شخص في القنوات ويمكنه الكتابة هنا لأول مرة.
about-brake = إذا بدا فجأة أن كثيرًا من الأعضاء القدامى ليسوا في القنوات، فالأرجح أنه خطأ: أتوقف عن الكتم، وأرفعه عنهم، وأسأل المشرفين.
about-remove-join-lines = قد تكون الأسماء إعلانات: يمكنني حذف سطر انضمام من لم يشترك في القنوات.

# What can be chosen.
option-mode =
    { $value ->
        [observe] الإحصاء فقط (تجربة)
       *[enforce] الكتم
    }
option-policy =
    { $value ->
        [any] تكفي واحدة
       *[all] كلها
    }
option-on-unknown =
    { $value ->
        [restrict] الكتم
       *[allow] السماح بالكتابة
    }
option-ladder =
    { $value ->
        [remind] التذكير أولًا
        [warn] التحذير أولًا
       *[mute] الكتم فورًا
    }
option-flag =
    { $value ->
        [no] لا
       *[yes] نعم
    }
option-channel-senders =
    { $value ->
        [allow] إبقاء الرسائل
       *[delete] حذف الرسائل
    }
option-pending-join-requests =
    { $value ->
        [accept] يمكنهم الكتابة
       *[ignore] عليهم الانتظار
    }
option-language-auto = لغة كل شخص
option-days =
    { $count ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
option-when-needless = عند انتهاء الحاجة إليه
option-never = أبدًا

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = رجوع
button-panel-close = إغلاق
button-panel-copy = النسخ من مجموعة أخرى
button-panel-write = كتابة نص
button-panel-number = رقم آخر
button-panel-in-private = المتابعة في الخاص
button-panel-standard-text = استخدام النص الافتراضي
button-panel-no-text = بلا ترحيب

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> في { $group }: يُرجى إرسال النص ردًا على هذه الرسالة.

    أملأ هذه تلقائيًا:
    <code>{"{"}name{"}"}</code> – من تخاطبهم الرسالة
    <code>{"{"}group{"}"}</code> – المجموعة
    <code>{"{"}channels{"}"}</code> – القنوات مع روابطها

    للخط العريض: <code>&lt;b&gt;…&lt;/b&gt;</code>، وللمائل: <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> في { $group }: يُرجى إرسال رقم من { $least } إلى { $most } ردًا على هذه الرسالة.
panel-ask-days = الرقم بالأيام.
panel-ask-seconds = الرقم بالثواني؛ و0 يعني: بلا مدة محددة.
panel-placeholder-text = النص
panel-placeholder-number = رقم

panel-text-saved = ✅ تم الحفظ. هذا ما سيقرؤه الناس:
panel-saved = ✅ تم الحفظ.

panel-text-refused =
    لا يمكنني استخدام هذا النص.
    { $reason }
    لم يتغير شيء. يُرجى الرد على سؤالي مرة أخرى.
panel-number-refused = المطلوب رقم من { $least } إلى { $most }. لم يتغير شيء؛ يُرجى الرد على سؤالي مرة أخرى.
panel-text-wanted = المطلوب نص مكتوب. لم يتغير شيء؛ يُرجى الرد على سؤالي مرة أخرى.

# What is wrong with a text.
text-broken-tag = فيه علامة <code>&lt;</code> لا تبدأ تنسيقًا. لإظهار العلامة تُكتب <code>&amp;lt;</code>.
text-unknown-tag = لا يعرف تيليجرام <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = لم يُكتب <code>&lt;{ $tag }&gt;</code> كما يقبله تيليجرام.
text-unclosed-tag = لم يُغلق <code>&lt;{ $tag }&gt;</code> بـ <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = لا يغلق <code>&lt;/{ $tag }&gt;</code> شيئًا مفتوحًا هناك.
text-nested-quotation = لا يمكن وضع اقتباس داخل اقتباس آخر.
text-unknown-placeholder = لا أعرف بماذا أملأ <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = لا يمكن وضع <code>{"{"}{ $placeholder }{"}"}</code> داخل <code>&lt;{ $tag }&gt;</code>.
text-too-long = بعد ملئه قد يبلغ { $length } حرفًا، وحدّ تيليجرام هو { $max }.
text-empty = ليس فيه ما يُقرأ.

# Copying.
panel-copy =
    من أي مجموعة أنسخ الإعدادات إلى <b>{ $group }</b>؟ تبقى القنوات كما هي.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = لا توجد لديّ مجموعة أخرى من إعدادك.

# Answers to a press.
panel-done = تم الحفظ.
panel-asked = يُرجى الرد على سؤالي أدناه.
panel-copied = تم نسخ الإعدادات.
panel-administrators-only = هذا متاح لمشرفي هذه المجموعة فقط.
panel-copy-refused = لا يمكنني النسخ من تلك المجموعة: هذا متاح لمشرفيها فقط.
