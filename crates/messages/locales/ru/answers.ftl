### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Спасибо! В группе «{ $group }» теперь можно писать.

answer-still-missing =
    { $needed ->
        [none] Вы ещё не подписаны на канал этой группы. Подпишитесь и нажмите ещё раз.
        [any] Подписки пока не видно. Подпишитесь (хватит одного): { $channels }. Потом нажмите ещё раз.
       *[all] Подписки пока не видно. Подпишитесь: { $channels }. Потом нажмите ещё раз.
    }

answer-not-restricted = Вы здесь не в муте, делать ничего не нужно.

answer-restricted-by-administrator = В мут вас отправил админ этой группы, а не я. Снять мут могут только админы: обратитесь к ним.

answer-could-not-check = Сейчас не получается проверить. Ничего не изменилось; попробуйте ещё раз чуть позже.

answer-could-not-unmute = Подписка есть, но Telegram пока не даёт мне снять мут. Я пробую дальше, а админ группы «{ $group }» может снять его сразу.

answer-outdated-button = Эта кнопка устарела.
