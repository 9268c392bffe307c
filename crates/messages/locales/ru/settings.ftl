### A group's settings with their values in words.

settings-title = <b>Настройки: { $group }</b>

settings-how-to-change = Нажмите на то, что хотите изменить.

settings-unfit = ⚠️ То, что сохранено для { $keys }, не подходит, поэтому там действует значение по умолчанию.

settings-refused = Настройки этой группы видят только её админы. Если вы админ, проверьте, что я ещё в группе, и попробуйте снова.

setting-mode =
    Кто не подписан на каналы: <b>{ $value ->
        [observe] только учитывается (пробный режим)
       *[enforce] попадает в мут
    }</b>
setting-policy =
    Нужные каналы: <b>{ $value ->
        [any] хотя бы один
       *[all] все
    }</b>
setting-on-unknown =
    Если человека не удаётся проверить: <b>{ $value ->
        [restrict] он попадает в мут
       *[allow] он может писать
    }</b>
setting-gate-on-join =
    Проверять тех, кто вступает в группу: <b>{ $value ->
        [no] нет
       *[yes] да
    }</b>
setting-gate-on-leave =
    Проверять тех, кто отписывается от канала: <b>{ $value ->
        [no] нет
       *[yes] да
    }</b>
setting-mute-for-days =
    Мут заканчивается через: <b>{ $value ->
        [one] { $value } день
        [few] { $value } дня
        [many] { $value } дней
       *[other] { $value } дня
    }</b>
setting-ladder =
    Кто пишет без подписки: <b>{ $value ->
        [remind] сначала получает напоминание
        [warn] сначала получает предупреждение
       *[mute] сразу попадает в мут
    }</b>
setting-amnesty-days =
    Время на подписку для тех, кто был здесь раньше: <b>{ $value ->
        [0] нет
        [one] { $value } день
        [few] { $value } дня
        [many] { $value } дней
       *[other] { $value } дня
    }</b>
setting-channel-senders =
    Сообщения от имени канала: <b>{ $value ->
        [allow] остаются
       *[delete] удаляются
    }</b>
setting-language =
    Язык: <b>{ $value ->
        [chosen] { $name }
       *[auto] у каждого свой
    }</b>
setting-notice-text =
    Просьба подписаться: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>стандартный текст</b>
    }
setting-notice-delete-after-seconds =
    Просьба подписаться исчезает: <b>{ $value ->
        [0] когда больше не нужна
       *[other] через { $time }
    }</b>
setting-command-delete-after-seconds =
    Команды и мои ответы: <b>{ $value ->
        [0] остаются
       *[other] исчезают через { $time }
    }</b>
setting-pending-join-requests =
    Ожидающая заявка в канал: <b>{ $value ->
        [accept] считается подпиской
       *[ignore] не считается
    }</b>
setting-welcome-text =
    Приветствие: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>нет</b>
    }
setting-brake =
    Если сразу многие давние участники не проходят проверку: <b>{ $value ->
        [no] даю мут
       *[yes] останавливаюсь и спрашиваю
    }</b>
setting-remove-join-lines =
    Строка «X вступает» о том, кто ещё не подписан: <b>{ $value ->
        [no] остаётся
       *[yes] удаляется
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } час
            [few] { $count } часа
            [many] { $count } часов
           *[other] { $count } часа
        }
        [minutes] { $count ->
            [one] { $count } минуту
            [few] { $count } минуты
            [many] { $count } минут
           *[other] { $count } минуты
        }
       *[seconds] { $count ->
            [one] { $count } секунду
            [few] { $count } секунды
            [many] { $count } секунд
           *[other] { $count } секунды
        }
    }
