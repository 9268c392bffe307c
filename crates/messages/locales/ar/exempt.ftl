### The answers to /exempt and /unexempt.

exempted = تم إعفاء { $person }: لن أتحقق من هذا الحساب هنا بعد الآن. لإنهاء الإعفاء: /unexempt

already-exempt = سبق إعفاء { $person }.

unexempted = انتهى إعفاء { $person }: من الآن فصاعدًا أتحقق من هذا الحساب كغيره.

was-not-exempt = لا يوجد إعفاء باسم { $person }، فلم يتغير شيء.

exempted-by-unmute = رفع أحد المشرفين الكتم عن { $person }، فلن أتحقق من هذا الحساب هنا بعد الآن. لإنهاء الإعفاء: <code>/unexempt { $id }</code>

which-person =
    تلك الرسالة عن عدة أشخاص. من المقصود منهم؟
    { $people }

unreadable-person = <code>{ $word }</code> ليس معرّفًا رقميًا لشخص. الأسهل هو الرد بالأمر على إحدى رسائله.

unseen-username = لم أرَ <code>{ $word }</code> في هذه المجموعة. يكفي الرد بالأمر على إحدى رسائله، أو إرساله مع معرّفه، وهو رقم.

exemptions-none = لا أحد معفى هنا. لإعفاء شخص، يكفي الرد على إحدى رسائله بالأمر /exempt. المشرفون لا يحتاجون إلى ذلك أبدًا.

exemptions =
    { $count ->
        [zero] لا أحد معفى من التحقق هنا.
        [one] شخص واحد لا أتحقق منه هنا أبدًا:
        [two] شخصان لا أتحقق منهما هنا أبدًا:
        [few] { $count } أشخاص لا أتحقق منهم هنا أبدًا:
        [many] { $count } شخصًا لا أتحقق منهم هنا أبدًا:
       *[other] { $count } شخص لا أتحقق منهم هنا أبدًا:
    }
    { $people }
    لإنهاء إعفاء أحدهم، يُرجى إرسال /unexempt مع معرّفه الرقمي.

exemptions-page = الصفحة { $page } من { $pages }

button-previous-page = السابق

button-next-page = التالي
