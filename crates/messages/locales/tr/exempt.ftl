### The answers to /exempt and /unexempt.

exempted = { $person } artık muaf: burada onu bir daha kontrol etmem. Muafiyeti /unexempt bitirir.

already-exempt = { $person } zaten muaf.

unexempted = { $person } artık muaf değil: bundan sonra onu da herkes gibi kontrol ederim.

was-not-exempt = { $person } muaf değildi, yani hiçbir şey değişmedi.

exempted-by-unmute = Bir yönetici { $person } için susturmayı kaldırdı; ben de onu burada artık kontrol etmem. Muafiyeti <code>/unexempt { $id }</code> bitirir.

which-person =
    O mesaj birkaç kişiyle ilgili. Kimi kastediyorsunuz?
    { $people }

unreadable-person = <code>{ $word }</code> bir kişinin ID’si değil; ID bir sayıdır. En kolayı, kişinin bir mesajını bu komutla yanıtlamaktır.

exemptions-none = Burada kimse muaf değil. Birini muaf tutmak için bir mesajını /exempt ile yanıtlayın. Yöneticiler için buna hiç gerek yok.

exemptions =
    { $count ->
        [one] Burada hiç kontrol edilmeyen { $count } kişi var:
       *[other] Burada hiç kontrol edilmeyen { $count } kişi var:
    }
    { $people }
    Birinin muafiyetini bitirmek için /unexempt komutunu ID’siyle gönderin.
