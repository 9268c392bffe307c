### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = Українська

unnamed-person = хтось
unnamed-chat = чат без назви

list-comma = { $items }, { $next }
list-and = { $items } і { $last }
list-or = { $items } або { $last }
list-more = ще { $count }

moment =
    { $day } { $month ->
        [1] січ.
        [2] лют.
        [3] бер.
        [4] квіт.
        [5] трав.
        [6] черв.
        [7] лип.
        [8] серп.
        [9] вер.
        [10] жовт.
        [11] лист.
       *[12] груд.
    } { $year }, { $time } UTC

button-join = Підписатися: { $channel }
button-joined = Перевірити підписку
button-joined-in = Перевірити підписку · { $group }
button-add-to-group = Додати мене до групи
button-add-to-channel = Додати мене до каналу
button-settings = Переглянути налаштування

# The rights as Telegram's apps call them.
right-delete-messages = Видаляти повідомлення
right-restrict-members = Блокувати користувачів
right-invite-users = Запрошувати користувачів посиланням
right-add-subscribers = Додавати підписників
