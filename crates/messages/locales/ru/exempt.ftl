### The answers to /exempt and /unexempt.

exempted = { $person } теперь в исключениях: здесь больше не проверяю. Отменить: /unexempt

already-exempt = { $person } уже в исключениях.

unexempted = { $person } больше не в исключениях: теперь проверяю, как всех.

was-not-exempt = { $person } не в исключениях, так что ничего не изменилось.

exempted-by-unmute = { $person } снова может писать, так решил админ. Здесь больше не проверяю; отменить: <code>/unexempt { $id }</code>

which-person =
    Это сообщение сразу о нескольких людях. Кого вы имеете в виду?
    { $people }

unreadable-person = <code>{ $word }</code> — это не id человека: id состоит из цифр. Проще всего ответить командой на одно из сообщений этого человека.

unseen-username = Я не видел <code>{ $word }</code> в этой группе. Ответьте командой на одно из сообщений этого человека или отправьте её с его id: это число.

exemptions-none = Исключений здесь нет. Чтобы добавить человека, ответьте на одно из его сообщений командой /exempt. Админам это не нужно.

exemptions =
    { $count ->
        [one] { $count } человек здесь без проверки:
        [few] { $count } человека здесь без проверки:
        [many] { $count } человек здесь без проверки:
       *[other] { $count } человека здесь без проверки:
    }
    { $people }
    Чтобы убрать кого-то из списка, отправьте /unexempt с нужным id.

exemptions-page = Страница { $page } из { $pages }

button-previous-page = Предыдущая

button-next-page = Следующая
