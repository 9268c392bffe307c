### The answer to /why: what the gate thinks of a person.

menu-why = Почему человек может писать или нет (ответом)
help-why = /why — в ответ на сообщение или с id: что я вижу об этом человеке, что решаю и его последние случаи

why-usage = Кого вы имеете в виду? Ответьте командой /why на одно из сообщений этого человека или отправьте её с id: <code>/why 123456789</code>

why-unknown = Telegram не показывает мне здесь никого с id <code>{ $id }</code>, и случаев у меня нет. Верен ли id? Проще всего ответить командой /why на одно из сообщений этого человека.

why-person = Кто: <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    Здесь: { $status ->
        [administrator] админ
        [member] в группе
        [muted] в муте, это сделал я
        [silenced] в муте, это сделал админ, а не я
        [limited] админ разрешил не всё
        [outside] не в группе
        [banned] заблокирован админом
        [unknown] Telegram не знает здесь этого человека
       *[unclear] сейчас не могу узнать
    }

why-channel =
    { $channel }: { $membership ->
        [in] есть подписка
        [out] нет подписки
       *[unclear] сейчас не могу узнать
    }

why-rule =
    <b>Правило:</b> { $rule ->
        [off] защита здесь выключена, никого не проверяю.
        [administrator] админов никогда не проверяю.
        [exempt] админ внёс этого человека в исключения, поэтому не проверяю. Отменить: /unexempt
        [never] такие аккаунты никогда не проверяю.
        [doubt] сейчас не могу узнать, админ ли это, а если есть сомнения, никому не даю мут.
        [any] нужна подписка хотя бы на один из этих каналов.
        [all] нужна подписка на все эти каналы.
        [lenient] если узнать нельзя, писать можно.
       *[strict] если узнать нельзя, писать нельзя.
    }

why-decision =
    <b>Решение:</b> { $decision ->
        [allow] писать можно.
        [release] причин для мута больше нет. Достаточно нажать «{ button-joined }» под моим сообщением или отправить мне /start.
        [observe] был бы мут до подписки: { $channels }. Защита в пробном режиме, поэтому ничего не делаю.
        [powerless] сначала нужна подписка: { $channels }. Но мне здесь не хватает прав, и в мут никто не попадает; подробнее в /status.
       *[restrict] писать нельзя до подписки: { $channels }.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] Отмечено в пробном режиме { $since }, без мута.
        [told] 🔇 В муте от меня с { $since }, самое позднее до { $until }. Моё сообщение в группе подсказывает, что делать.
       *[untold] 🔇 В муте от меня с { $since }, самое позднее до { $until }. Моего сообщения об этом пока нет.
    }{ $case ->
        [0] {""}
       *[other] {" "}Случай № { $case }.
    }

why-cases = <b>Последние случаи</b>

why-no-cases = Случаев нет: здесь я ни разу не давал этому человеку мут.

why-case =
    { $case ->
        [0] Без номера
       *[other] Случай № { $case }
    }, { $since }: { $reason ->
        [spoke] сообщение без подписки на каналы
        [came] вход в группу без подписки на каналы
       *[left] выход из канала
    }{ $mode ->
        [observe] {" "}(пробный режим, без мута)
       *[enforce] {""}
    }. { $end ->
        [open] Ещё не закончен.
        [joined] Конец { $until }: подписка есть.
        [off] Конец { $until }: защиту выключили.
        [eased] Конец { $until }: требования смягчились.
        [exempted] Конец { $until }: админ добавил в исключения.
        [administrator] Конец { $until }: так решил админ.
        [expired] Конец { $until }: срок вышел.
        [never] Конец { $until }: Telegram не дал мне поставить мут.
        [free] Конец { $until }: мут уже снял кто-то другой.
        [untold] Конец { $until }: не удалось отправить сообщение в группу, и мут снят.
       *[removed] Конец { $until }: меня убрали из группы.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}Это случай № { $case }; админ может его посмотреть.
    }
