### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Мут или только учёт
name-policy = Нужные каналы
name-on-unknown = Если не могу проверить
name-gate-on-join = Проверять новичков
name-gate-on-leave = Проверять отписавшихся
name-mute-for-days = Срок мута
name-ladder = Мут сразу или нет
name-amnesty-days = Время на подписку
name-channel-senders = Сообщения от канала
name-pending-join-requests = Заявки в канал
name-language = Язык
name-notice-text = Просьба подписаться
name-notice-delete-after-seconds = Сколько висит просьба
name-command-delete-after-seconds = Сколько висят команды
name-welcome-text = Приветствие
name-brake = Внезапное сомнение
name-remove-join-lines = Строки «X вступает»

# What each setting does.
about-mode = В пробном режиме я только считаю, кто попал бы в мут, и никого не трогаю. Если перейти на него, все, кто у меня в муте, снова смогут писать.
about-policy = Если каналов несколько: нужна подписка на все или хватит одного?
about-on-unknown = Иногда Telegram мне не отвечает. Тогда в мут попадут и те, кто ни в чём не виноват.
about-gate-on-join = Новый участник без подписки сразу попадает в мут; иначе — только когда напишет.
about-gate-on-leave = Кто отписался от канала, сразу попадает здесь в мут; иначе — только когда снова напишет.
about-mute-for-days = По истечении этого срока мут заканчивается сам. Изменение действует для новых мутов.
about-ladder = Что бывает, когда пишет тот, кто не подписан на каналы. Напоминание: первое сообщение того, кто здесь не меньше суток, остаётся, и я отвечаю на него; следующее ведёт к муту. Предупреждение: сообщение удаляю и объясняю почему; третье за сутки ведёт к муту. Новички попадают в мут сразу при входе.
about-amnesty-days = Те, кто был здесь до включения защиты, могут писать столько дней с этого момента. Каждому напоминаю один раз.
about-channel-senders = Некоторые пишут от имени канала. Канал нельзя отправить в мут, но его сообщения можно удалять.
about-pending-join-requests = В частном канале иногда приходится ждать, пока одобрят заявку. Можно ли тем временем писать здесь? Я вижу заявки, только если у меня в канале есть право «{ right-add-subscribers }».
about-language = На каком языке я пишу в этой группе. В личке — на языке каждого.
about-notice-text = Что читают здесь те, кто в муте. Кнопки всегда ниже.
about-notice-delete-after-seconds = Просьба всегда исчезает, когда больше никому не нужна. Она может исчезнуть и раньше, вместе с кнопками.
about-command-delete-after-seconds = Команды и мои ответы можно удалять спустя время, чтобы в чате был порядок.
about-welcome-text = Что я пишу, когда человек подписался на каналы и впервые может здесь писать.
about-brake = Если многие, кто здесь давно, вдруг оказываются не подписаны, это скорее всего ошибка: мут больше никому не даю, с них снимаю и спрашиваю админов.
about-remove-join-lines = Имена бывают рекламой: строку о вступлении в группу можно удалять, если человек не подписан на каналы.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Только учёт (пробно)
       *[enforce] Мут
    }
option-policy =
    { $value ->
        [any] Хватит одного
       *[all] Все
    }
option-on-unknown =
    { $value ->
        [restrict] Отправлять в мут
       *[allow] Разрешать писать
    }
option-ladder =
    { $value ->
        [remind] Сначала напомнить
        [warn] Сначала предупредить
       *[mute] Мут сразу
    }
option-flag =
    { $value ->
        [no] Нет
       *[yes] Да
    }
option-channel-senders =
    { $value ->
        [allow] Оставлять сообщения
       *[delete] Удалять сообщения
    }
option-pending-join-requests =
    { $value ->
        [accept] Можно писать
       *[ignore] Нужно подождать
    }
option-language-auto = У каждого свой
option-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
option-when-needless = Когда больше не нужна
option-never = Никогда

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Назад
button-panel-close = Закрыть
button-panel-copy = Скопировать из другой группы
button-panel-write = Написать текст
button-panel-number = Другое число
button-panel-in-private = Продолжить в личке
button-panel-standard-text = Стандартный текст
button-panel-no-text = Без приветствия

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> в группе { $group }: пришлите текст ответом на это сообщение.

    Вот это будет подставлено:
    <code>{"{"}name{"}"}</code> — люди, к которым обращение
    <code>{"{"}group{"}"}</code> — группа
    <code>{"{"}channels{"}"}</code> — каналы со ссылками

    Жирный шрифт: <code>&lt;b&gt;…&lt;/b&gt;</code>, курсив: <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> в группе { $group }: пришлите число от { $least } до { $most } ответом на это сообщение.
panel-ask-days = Это количество дней.
panel-ask-seconds = Это количество секунд; 0 — не удалять по времени.
panel-placeholder-text = Ваш текст
panel-placeholder-number = Число

panel-text-saved = ✅ Сохранено. Вот что увидят люди:
panel-saved = ✅ Сохранено.

panel-text-refused =
    Этот текст не подходит.
    { $reason }
    Ничего не изменилось. Ответьте на мой вопрос ещё раз.
panel-number-refused = Нужно число от { $least } до { $most }. Ничего не изменилось; ответьте на мой вопрос ещё раз.
panel-text-wanted = Нужен именно текст. Ничего не изменилось; ответьте на мой вопрос ещё раз.

# What is wrong with a text.
text-broken-tag = В нём есть знак «&lt;», с которого не начинается разметка. Чтобы показать этот знак, напишите <code>&amp;lt;</code>.
text-unknown-tag = Telegram не знает <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> написан не так, как принимает Telegram.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> нигде не закрыт: нужен <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> ничего не закрывает.
text-nested-quotation = Цитата не может стоять внутри другой цитаты.
text-unknown-placeholder = Я не знаю, что подставить вместо <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> не может стоять внутри <code>&lt;{ $tag }&gt;</code>.
text-too-long = С подстановками в нём может быть { $length } знаков, а Telegram принимает не больше { $max }.
text-empty = В нём нечего читать.

# Copying.
panel-copy =
    Из какой группы скопировать настройки в <b>{ $group }</b>? Каналы останутся прежними.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = Других групп, которые настроили вы, у меня нет.

# Answers to a press.
panel-done = Сохранено.
panel-asked = Ответьте на мой вопрос ниже.
panel-copied = Настройки скопированы.
panel-administrators-only = Это доступно только админам этой группы.
panel-copy-refused = Из той группы скопировать нельзя: нужно быть админом и там.
