### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = عدّ من ستوقفهم البوابة دون المساس بأحد
help-preview = عدّ من ليس في القناة قبل اشتراطها، دون المساس بأحد: <code>/preview @channel</code>
button-panel-preview = تجربة الخيار الآخر

preview-progress =
    <b>معاينة لمجموعة { $group }: لا يُمسّ أحد</b>
    { $bar } { $percent }%
    تم فحص: { $checked } من { $total }
preview-done = <b>معاينة لمجموعة { $group }: لم يُمسّ أحد</b>
preview-cancelled =
    <b>أُلغيت معاينة { $group }</b>
    تم فحص: { $checked } من { $total }

preview-seen =
    من شوهدوا خلال 30 يومًا: { $total ->
        [zero] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $total } أشخاص
        [many] { $total } شخصًا
       *[other] { $total } شخص
    }
preview-stopped =
    { $stopped ->
        [zero] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $stopped } أشخاص
        [many] { $stopped } شخصًا
       *[other] { $stopped } شخص
    }
preview-one =
    { preview-seen }
    ليسوا في { $channels }: { preview-stopped }
    تعذّر فحصهم: { $unknown }
preview-all =
    { preview-seen }
    ليسوا في كل هذه القنوات: { $channels }: { preview-stopped }
    تعذّر فحصهم: { $unknown }
preview-any =
    { preview-seen }
    ليسوا في أي من هذه القنوات: { $channels }: { preview-stopped }
    تعذّر فحصهم: { $unknown }
preview-channel = ليسوا في { $channel }: { $absent }
preview-muted = كتمتهم من قبل: { $count }
preview-left = لم يعودوا في المجموعة: { $count }
preview-unknown-stopped = ومن تعذّر فحصهم كانوا سيُكتمون أيضًا.
preview-note = يُحسب المشرفون والمعفيون ضمن من يُسمح لهم. لا أعرف إلا من انضموا أو كتبوا وأنا مشرف هنا.
preview-usage = اذكر القنوات التي تريد تجربتها، مثلًا <code>/preview @yourchannel</code>. أنا أعدّ فقط ولا يُمسّ أحد.
preview-running = هناك معاينة جارية بالفعل. رسالتها تُظهر مدى تقدمها، وفيها زر لإلغائها.

panel-preview-ordered = ستظهر المعاينة في المجموعة.
panel-preview-running = هناك فحص جارٍ في المجموعة بالفعل. حاول بعد انتهائه.
answer-preview-cancelled = أُلغيت المعاينة.
