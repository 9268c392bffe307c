### A group's settings with their values in words.

settings-title = <b>إعدادات { $group }</b>

settings-how-to-change = لتغيير أي إعداد يُرجى الضغط على زره.

settings-unfit = ⚠️ القيمة المحفوظة في { $keys } غير صالحة، لذا تسري القيمة الافتراضية.

settings-refused = لا يرى إعدادات تلك المجموعة إلا مشرفوها. إذا كنت منهم، فيُرجى التأكد من أنني ما زلتُ في المجموعة ثم المحاولة من جديد.

setting-mode =
    من لم يشترك في القنوات: <b>{ $value ->
        [observe] يُحصى فقط (تجربة)
       *[enforce] يُكتم
    }</b>
setting-policy =
    القنوات المطلوبة: <b>{ $value ->
        [any] واحدة على الأقل
       *[all] كلها
    }</b>
setting-on-unknown =
    من يتعذّر عليّ التحقق منه: <b>{ $value ->
        [restrict] يُكتم
       *[allow] يمكنه الكتابة
    }</b>
setting-gate-on-join =
    التحقق عند الانضمام إلى المجموعة: <b>{ $value ->
        [no] لا
       *[yes] نعم
    }</b>
setting-gate-on-leave =
    التحقق عند مغادرة إحدى القنوات: <b>{ $value ->
        [no] لا
       *[yes] نعم
    }</b>
setting-mute-for-days =
    ينتهي الكتم بعد: <b>{ $value ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومين
        [few] { $value } أيام
        [many] { $value } يومًا
       *[other] { $value } يوم
    }</b>
setting-ladder =
    من يكتب دون اشتراك في القنوات: <b>{ $value ->
        [remind] يُذكَّر أولًا
        [warn] يُحذَّر أولًا
       *[mute] يُكتم فورًا
    }</b>
setting-amnesty-days =
    مهلة الاشتراك لمن كان هنا من قبل: <b>{ $value ->
        [0] لا توجد
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $value } أيام
        [many] { $value } يومًا
       *[other] { $value } يوم
    }</b>
setting-channel-senders =
    الرسائل باسم قناة: <b>{ $value ->
        [allow] تبقى
       *[delete] تُحذف
    }</b>
setting-language =
    اللغة: <b>{ $value ->
        [chosen] { $name }
       *[auto] لغة كل شخص
    }</b>
setting-notice-text =
    التنبيه: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>النص الافتراضي</b>
    }
setting-notice-delete-after-seconds =
    حذف التنبيه: <b>{ $value ->
        [0] عند انتهاء الحاجة إليه
       *[other] بعد { $time }
    }</b>
setting-command-delete-after-seconds =
    حذف الأوامر وردودي: <b>{ $value ->
        [0] لا تُحذف
       *[other] بعد { $time }
    }</b>
setting-pending-join-requests =
    طلب معلّق للانضمام إلى قناة: <b>{ $value ->
        [accept] يُعد اشتراكًا فيها
       *[ignore] لا يُحسب
    }</b>
setting-welcome-text =
    الترحيب: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>لا شيء</b>
    }
setting-brake =
    إذا لم يجتز كثير من الأعضاء القدامى التحقق دفعة واحدة: <b>{ $value ->
        [no] أكتمهم
       *[yes] أتوقف وأسأل
    }</b>
setting-remove-join-lines =
    سطر «انضم فلان» لمن لم يشترك بعد: <b>{ $value ->
        [no] يبقى
       *[yes] يُحذف
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [zero] أقل من ساعة
            [one] ساعة واحدة
            [two] ساعتين
            [few] { $count } ساعات
            [many] { $count } ساعة
           *[other] { $count } ساعة
        }
        [minutes] { $count ->
            [zero] أقل من دقيقة
            [one] دقيقة واحدة
            [two] دقيقتين
            [few] { $count } دقائق
            [many] { $count } دقيقة
           *[other] { $count } دقيقة
        }
       *[seconds] { $count ->
            [zero] أقل من ثانية
            [one] ثانية واحدة
            [two] ثانيتين
            [few] { $count } ثوانٍ
            [many] { $count } ثانية
           *[other] { $count } ثانية
        }
    }
