### A group's settings with their values in words.

settings-title = <b>Налаштування: { $group }</b>

settings-how-to-change = Щоб щось змінити, зверніться до того, хто керує цим ботом.

settings-unfit = ⚠️ Те, що збережено для { $keys }, мені незрозуміле, тому там діє типове значення.

settings-refused = Налаштування цієї групи бачать лише її адміни. Якщо ви адмін, перевірте, чи я ще в групі, і спробуйте знову.

setting-mode =
    Хто не підписаний на канали: <b>{ $value ->
        [observe] лише враховується (пробний режим)
       *[enforce] потрапляє в мут
    }</b>
setting-policy =
    Потрібні канали: <b>{ $value ->
        [any] хоча б один
       *[all] усі
    }</b>
setting-on-unknown =
    Кого я не можу перевірити: <b>{ $value ->
        [restrict] потрапляє в мут
       *[allow] може писати
    }</b>
setting-gate-on-join =
    Перевіряти тих, хто приєднується до групи: <b>{ $value ->
        [no] ні
       *[yes] так
    }</b>
setting-gate-on-leave =
    Перевіряти тих, хто відписується від каналу: <b>{ $value ->
        [no] ні
       *[yes] так
    }</b>
setting-mute-for-days =
    Мут закінчується через: <b>{ $value ->
        [one] { $value } день
        [few] { $value } дні
        [many] { $value } днів
       *[other] { $value } дня
    }</b>
setting-channel-senders =
    Повідомлення від імені каналу: <b>{ $value ->
        [allow] залишаються
       *[delete] видаляються
    }</b>
setting-language =
    Мова: <b>{ $value ->
        [chosen] { $name }
       *[auto] у кожного своя
    }</b>
setting-notice-text =
    Сповіщення: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>стандартний текст</b>
    }
setting-notice-delete-after-seconds =
    Сповіщення зникає: <b>{ $value ->
        [0] коли більше не потрібне
        [one] через { $value } секунду
        [few] через { $value } секунди
        [many] через { $value } секунд
       *[other] через { $value } секунди
    }</b>
setting-command-delete-after-seconds =
    Команди й мої відповіді зникають: <b>{ $value ->
        [0] ніколи
        [one] через { $value } секунду
        [few] через { $value } секунди
        [many] через { $value } секунд
       *[other] через { $value } секунди
    }</b>
