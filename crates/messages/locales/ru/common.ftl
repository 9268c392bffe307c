### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = Русский

unnamed-person = кто-то
unnamed-chat = чат без названия

list-comma = { $items }, { $next }
list-and = { $items } и { $last }
list-or = { $items } или { $last }
list-more = ещё { $count }

moment =
    { $day } { $month ->
        [1] янв.
        [2] февр.
        [3] марта
        [4] апр.
        [5] мая
        [6] июня
        [7] июля
        [8] авг.
        [9] сент.
        [10] окт.
        [11] нояб.
       *[12] дек.
    } { $year }, { $time } UTC

button-join = Подписаться: { $channel }
button-joined = Проверить подписку
button-joined-in = Проверить подписку · { $group }
button-add-to-group = Добавить меня в группу
button-add-to-channel = Добавить меня в канал
button-settings = Посмотреть настройки

# The rights as Telegram's apps call them.
right-delete-messages = Удаление сообщений
right-restrict-members = Блокировка пользователей
right-invite-users = Пригласительные ссылки
right-add-subscribers = Добавление подписчиков
