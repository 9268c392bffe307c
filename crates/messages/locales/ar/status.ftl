### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] الاشتراك الإجباري متوقف. يمكن لأحد المشرفين تفعيله بالأمر /protect.
        [observe] الاشتراك الإجباري قيد التجربة. أكتفي بالإحصاء، ولا أكتم أحدًا.
       *[enforce] الاشتراك الإجباري مفعّل.
    }

status-braked = ⚠️ منذ { $since } لا أكتم أحدًا: لم يجتز عدد كبير من الأعضاء القدامى التحقق دفعة واحدة، وقد يكون ذلك خطأ. أواصل التحقق، ويمكن لأحد المشرفين أن يجعلني أتابع من تحت رسالتي عن ذلك.

status-cannot-enforce = ⚠️ تنقصني صلاحية في هذه المجموعة، لذا لا أكتم أحدًا. يمكن لأحد المشرفين إصلاح ذلك: صفحة المجموعة، ثم «تعديل»، ثم «المشرفون»، ثم اسمي، وتفعيل «{ right-delete-messages }» و«{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– لا يمكنني التحقق منها الآن. هل ما زلتُ مشرفًا هناك؟
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = محفوظة إلى حين التفعيل من جديد:

status-requests-unheard = ⚠️ لا يمكنني رؤية طلبات الانضمام إلى { $channels }، لذا لا تُحتسب. يمكن لأحد المشرفين هناك إصلاح ذلك: اسمي بين المشرفين، ثم تفعيل «{ right-add-subscribers }».

status-muted = المكتومون الآن: { $open } · الإجمالي: { $total } · اشترك منهم: { $joined }
status-observed = من كانوا سيُكتمون: { $count }
status-people = من رأيتُهم: { $seen } · المعفيون: { $exempt }
status-since = تم الإعداد في { $since } بواسطة { $owner }

status-unprotected = الاشتراك الإجباري غير مفعّل هنا: يمكن للجميع الكتابة. يمكن لأحد المشرفين تفعيله هكذا: <code>/protect @yourchannel</code>
