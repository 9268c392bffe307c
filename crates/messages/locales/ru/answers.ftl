### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Спасибо! В группе «{ $group }» теперь можно писать.

answer-still-missing =
    { $needed ->
        [none] Вы ещё не подписаны на канал этой группы. Подпишитесь и нажмите ещё раз.
        [any] Пока нет. Подпишитесь (хватит одного): { $channels }. Потом нажмите ещё раз.
       *[all] Пока нет. Подпишитесь: { $channels }. Потом нажмите ещё раз.
    }

answer-not-restricted = Здесь для вас нет ограничений, делать ничего не нужно.

answer-restricted-by-administrator = Писать вам запретил админ этой группы, а не я. Изменить это могут только админы: обратитесь к одному из них.

answer-could-not-check = Сейчас не получается проверить. Ничего не изменилось; попробуйте ещё раз чуть позже.

answer-could-not-unmute = С вашей стороны всё готово, но Telegram пока не даёт мне снять мут. Я буду пробовать дальше; админ группы «{ $group }» может снять его сразу.

answer-outdated-button = Эта кнопка устарела.
