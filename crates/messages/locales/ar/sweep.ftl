### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = فحص كل من أعرفهم في هذه المجموعة الآن
help-sweep = /sweep – فحص كل من أعرفهم في هذه المجموعة الآن؛ ومن ليس في القنوات يُكتم
button-cancel-sweep = إلغاء

sweep-progress =
    <b>أفحص كل من أعرفهم في { $group }</b>
    { $bar } { $percent }%
    تم فحص: { $checked } من { $total }
sweep-time-left = الوقت المتبقي: نحو { $minutes } دقيقة
sweep-done = <b>تم فحص كل من أعرفهم في { $group }</b>
sweep-cancelled =
    <b>أُلغي فحص { $group }</b>
    تم فحص: { $checked } من { $total }

sweep-counts =
    يمكنهم الكتابة: { $passed }
    { $effect ->
        [note] كانوا سيُكتمون: { $restricted }
        [step] نُبّهوا أو كُتموا الآن: { $restricted }
       *[mute] كُتموا الآن: { $restricted }
    }
    مكتومون من قبل: { $before }
    { $outside ->
        [commenters] ليسوا أعضاء في المجموعة: { $left } (يُفحصون عندما يعلّقون)
       *[gone] لم يعودوا في المجموعة: { $left }
    }
    لم يُجب تيليجرام: { $unknown }

sweep-running = هناك فحص جارٍ بالفعل. رسالته تُظهر مدى تقدمه.
sweep-off = البوابة متوقفة، فلا شيء لفحصه. يمكن لمشرف تشغيلها بالأمر /protect.
sweep-without-rights = تنقصني صلاحية أحتاجها في هذه المجموعة، لذلك لا أستطيع فحص أحد. التفاصيل في /status.
sweep-untold = لا أستطيع الكتابة في هذه المجموعة، ولا يُكتم أحد دون كلمة. لذلك لا أفحص أحدًا الآن.

answer-sweep-refused = لا يمكن إلغاء الفحص إلا لمشرف في هذه المجموعة.
answer-sweep-cancelled = أُلغي الفحص.
