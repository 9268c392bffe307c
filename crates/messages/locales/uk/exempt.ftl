### The answers to /exempt and /unexempt.

exempted = { $person } тепер у винятках: тут більше не перевіряю. Скасувати: /unexempt

already-exempt = { $person } вже у винятках.

unexempted = { $person } більше не у винятках: тепер перевіряю, як усіх.

was-not-exempt = { $person } не у винятках, тож нічого не змінилося.

exempted-by-unmute = { $person } знову може писати, так вирішив адмін. Тут більше не перевіряю; скасувати: <code>/unexempt { $id }</code>

which-person =
    Це повідомлення одразу про кількох людей. Кого ви маєте на увазі?
    { $people }

unreadable-person = <code>{ $word }</code> — це не id людини: id складається з цифр. Найпростіше відповісти командою на одне з її повідомлень.

unseen-username = Я не бачив <code>{ $word }</code> у цій групі. Дайте відповідь командою на одне з повідомлень цієї людини або надішліть її з id: це число.

exemptions-none = Винятків тут немає. Щоб додати людину, дайте відповідь командою /exempt на одне з її повідомлень. Адмінам це не потрібно.

exemptions =
    { $count ->
        [one] { $count } людина тут без перевірки:
        [few] { $count } людини тут без перевірки:
        [many] { $count } людей тут без перевірки:
       *[other] { $count } людини тут без перевірки:
    }
    { $people }
    Щоб прибрати когось зі списку, надішліть /unexempt з відповідним id.

exemptions-page = Сторінка { $page } з { $pages }

button-previous-page = Попередня

button-next-page = Наступна
