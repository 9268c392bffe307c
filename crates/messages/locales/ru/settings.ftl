### A group's settings with their values in words.

settings-title = <b>Настройки: { $group }</b>

settings-how-to-change = Чтобы что-то изменить, обратитесь к тому, кто управляет этим ботом.

settings-unfit = ⚠️ То, что сохранено для { $keys }, мне непонятно, поэтому там действует значение по умолчанию.

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
    Кого я не могу проверить: <b>{ $value ->
        [restrict] попадает в мут
       *[allow] может писать
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
    Уведомление: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>стандартный текст</b>
    }
setting-notice-delete-after-seconds =
    Уведомление исчезает: <b>{ $value ->
        [0] когда больше не нужно
        [one] через { $value } секунду
        [few] через { $value } секунды
        [many] через { $value } секунд
       *[other] через { $value } секунды
    }</b>
setting-command-delete-after-seconds =
    Команды и мои ответы исчезают: <b>{ $value ->
        [0] никогда
        [one] через { $value } секунду
        [few] через { $value } секунды
        [many] через { $value } секунд
       *[other] через { $value } секунды
    }</b>
