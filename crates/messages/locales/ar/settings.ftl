### A group's settings with their values in words.

settings-title = <b>إعدادات { $group }</b>

settings-how-to-change = لتغيير أي منها، يُرجى التواصل مع من يشغّل هذا البوت.

settings-unfit = ⚠️ ما هو محفوظ في { $keys } غير مفهوم لي، لذا تسري هناك القيمة الافتراضية.

settings-refused = لا يرى إعدادات تلك المجموعة إلا مشرفوها. إذا كان حسابك منهم، فيُرجى التأكد من أنني ما زلتُ في المجموعة ثم المحاولة من جديد.

setting-mode =
    من ليس في القنوات: <b>{ $value ->
        [observe] يُحصى فقط (تجربة)
       *[enforce] يُكتم
    }</b>
setting-policy =
    القنوات المطلوبة: <b>{ $value ->
        [any] واحدة على الأقل
       *[all] كلها
    }</b>
setting-on-unknown =
    من يتعذر عليّ التحقق منه: <b>{ $value ->
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
       *[none] <b>النص المعتاد</b>
    }
setting-notice-delete-after-seconds =
    حذف التنبيه: <b>{ $value ->
        [0] عند انتهاء الحاجة إليه
        [one] بعد ثانية واحدة
        [two] بعد ثانيتين
        [few] بعد { $value } ثوانٍ
        [many] بعد { $value } ثانية
       *[other] بعد { $value } ثانية
    }</b>
setting-command-delete-after-seconds =
    حذف الأوامر وردودي: <b>{ $value ->
        [0] لا تُحذف
        [one] بعد ثانية واحدة
        [two] بعد ثانيتين
        [few] بعد { $value } ثوانٍ
        [many] بعد { $value } ثانية
       *[other] بعد { $value } ثانية
    }</b>
