### The answers to /exempt and /unexempt.

exempted = { $person } artık muaf: onu burada bir daha kontrol etmem. Muafiyeti /unexempt kaldırır.

already-exempt = { $person } zaten muaf.

unexempted = { $person } artık muaf değil: bundan sonra onu da herkes gibi kontrol ederim.

was-not-exempt = { $person } zaten muaf değildi; hiçbir şey değişmedi.

exempted-by-unmute = Bir yönetici { $person } için susturmayı kaldırdı; artık onu burada kontrol etmem. Muafiyeti <code>/unexempt { $id }</code> kaldırır.

which-person =
    O mesaj birkaç kişiyle ilgili. Kimi kastediyorsunuz?
    { $people }

unreadable-person = <code>{ $word }</code> bir kişinin ID’si değil; ID bir sayıdır. En kolayı, kişinin bir mesajını bu komutla yanıtlamaktır.

unseen-username = <code>{ $word }</code> adlı birini bu grupta görmedim. Kişinin bir mesajını bu komutla yanıtlayın ya da komutu ID’siyle gönderin; ID bir sayıdır.

exemptions-none = Burada kimse muaf değil. Birini muaf tutmak için bir mesajını /exempt ile yanıtlayın. Yöneticiler için buna hiç gerek yok.

exemptions =
    { $count ->
        [one] Burada hiç kontrol edilmeyen { $count } kişi var:
       *[other] Burada hiç kontrol edilmeyen { $count } kişi var:
    }
    { $people }
    Birinin muafiyetini kaldırmak için /unexempt komutunu o kişinin ID’siyle gönderin.

exemptions-page = Sayfa { $page } / { $pages }

button-previous-page = Önceki

button-next-page = Sonraki
