### The answer to /why: what the gate thinks of a person.

menu-why = لماذا يمكن لشخص أن يكتب أو لا (بالرد عليه)
help-why = ما أراه عن شخص، وما أقرره، وآخر حالاته، بالرد عليه أو بمعرّفه الرقمي: /why

why-usage = من المقصود؟ يكفي الرد على إحدى رسائله بالأمر /why، أو إرسال الأمر مع معرّفه الرقمي: <code>/why 123456789</code>

why-unknown = لا يُظهر لي تيليجرام هنا أحدًا بالمعرّف <code>{ $id }</code>، ولا حالات له عندي. هل المعرّف صحيح؟ الأسهل هو الرد على إحدى رسائله بالأمر /why.

why-person = الشخص: <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    هنا: { $status ->
        [administrator] مشرف
        [member] في المجموعة
        [muted] مكتوم من قِبلي
        [silenced] مكتوم من أحد المشرفين، لا من قِبلي
        [limited] لا يسمح له أحد المشرفين إلا ببعض الأشياء
        [outside] ليس في المجموعة
        [banned] محظور من أحد المشرفين
        [unknown] لا يعرف تيليجرام هذا الشخص هنا
       *[unclear] لا يمكنني معرفة ذلك الآن
    }

why-channel =
    { $channel }: { $membership ->
        [in] مشترك
        [out] غير مشترك
       *[unclear] لا يمكنني معرفة ذلك الآن
    }

why-rule =
    <b>القاعدة:</b> { $rule ->
        [off] الاشتراك الإجباري متوقف هنا، فلا أتحقق من أحد.
        [braked] لم يجتز عدد كبير من الأعضاء القدامى التحقق دفعة واحدة. قد يكون ذلك خطأ، فلا أكتم أحدًا حاليًا.
        [administrator] لا أتحقق من المشرفين أبدًا.
        [exempt] أعفاه أحد المشرفين، فلا أتحقق منه أبدًا. لإنهاء الإعفاء: /unexempt
        [never] لا أتحقق من الحسابات من هذا النوع أبدًا.
        [doubt] لا يمكنني الآن معرفة هل هو مشرف، وعند الشك لا أكتم أحدًا.
        [any] يجب الاشتراك في واحدة من هذه القنوات.
        [all] يجب الاشتراك في كل هذه القنوات.
        [lenient] حين لا يمكنني المعرفة، يُسمح بالكتابة.
       *[strict] حين لا يمكنني المعرفة، لا يُسمح بالكتابة.
    }

why-decision =
    <b>القرار:</b> { $decision ->
        [allow] يُسمح له بالكتابة.
        [release] لم يعد هناك ما يوجب الكتم. يكفي الضغط على «{ button-joined }» تحت تنبيهي، أو إرسال /start إليّ.
        [observe] كان سيُكتم إلى أن يشترك في { $channels }. الاشتراك الإجباري قيد التجربة، لذا لا أفعل شيئًا.
        [powerless] كان عليه أن يشترك أولًا في { $channels }، لكن تنقصني صلاحية هنا فلا أكتم أحدًا. المزيد في /status.
        [steps] عليه أن يشترك أولًا في { $channels }.
       *[restrict] لا يُسمح له بالكتابة إلى أن يشترك في { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>رسالته التالية:</b> { $step ->
        [remind] تبقى، ويردّ عليها تنبيهي.
        [stand] تبقى: فقد ذكّرتُه.
        [warn] تُحذف مع تنبيه، ولا كتم بعد.
       *[mute] تُحذف، ويُكتم.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] سُجّل قيد التجربة في { $since }، من دون كتم.
        [reminded] 🔔 ذكّرتُه في { $since }، من دون كتم.
        [warned] ⚠️ حذّرتُه في { $since }، من دون كتم.
        [told] 🔇 مكتوم من قِبلي منذ { $since }، وحتى { $until } على الأكثر. تنبيهي يبيّن ما المطلوب.
       *[untold] 🔇 مكتوم من قِبلي منذ { $since }، وحتى { $until } على الأكثر. لم يُنشر تنبيهي بعد.
    }{ $case ->
        [0] {""}
       *[other] {" "}الحالة رقم { $case }.
    }

why-cases = <b>آخر الحالات</b>

why-no-cases = لا حالات: لم أكتم هذا الشخص هنا من قبل.

why-case =
    { $case ->
        [0] بلا رقم
       *[other] الحالة رقم { $case }
    }، { $since }: { $reason ->
        [spoke] كتب من دون اشتراك في القنوات
        [came] انضم إلى المجموعة من دون اشتراك في القنوات
        [swept] فحص جميع الأعضاء
       *[left] غادر إحدى القنوات
    }{ $mode ->
        [observe] {" "}(قيد التجربة، من دون كتم)
        [remind] {" "}(تذكير، من دون كتم)
        [warn] {" "}(تحذير، من دون كتم)
       *[enforce] {""}
    }. { $end ->
        [open] ما زالت قائمة.
        [joined] انتهت في { $until }: اشترك.
        [off] انتهت في { $until }: أُوقف الاشتراك الإجباري.
        [eased] انتهت في { $until }: صار المطلوب أقل.
        [exempted] انتهت في { $until }: أعفاه أحد المشرفين.
        [administrator] انتهت في { $until }: بقرار من أحد المشرفين.
        [expired] انتهت في { $until }: انقضت المدة.
        [never] انتهت في { $until }: لم يسمح لي تيليجرام بالكتم.
        [free] انتهت في { $until }: كان غيري قد رفع الكتم.
        [erased] انتهت في { $until }: بطلب حذف بياناته.
        [braked] انتهت في { $until }: لم يجتز عدد كبير التحقق دفعة واحدة، فرُفع الكتم.
        [untold] انتهت في { $until }: تعذّر نشر تنبيه، فرُفع الكتم.
        [stepped] انتهت في { $until }: تكرر الأمر فجاءت الخطوة التالية.
       *[removed] انتهت في { $until }: أُزلتُ من المجموعة.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}هذه هي الحالة رقم { $case }، ويمكن لأحد المشرفين الاطلاع عليها.
    }
