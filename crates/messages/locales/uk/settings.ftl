### A group's settings with their values in words.

settings-title = <b>Налаштування: { $group }</b>

settings-how-to-change = Натисніть на те, що хочете змінити.

settings-unfit = ⚠️ Те, що збережено для { $keys }, не підходить, тому там діє типове значення.

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
    Якщо людину не вдається перевірити: <b>{ $value ->
        [restrict] вона потрапляє в мут
       *[allow] вона може писати
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
setting-ladder =
    Хто пише без підписки: <b>{ $value ->
        [remind] спершу отримує нагадування
        [warn] спершу отримує попередження
       *[mute] одразу потрапляє в мут
    }</b>
setting-amnesty-days =
    Час на підписку для тих, хто був тут раніше: <b>{ $value ->
        [0] немає
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
    Прохання підписатися: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>стандартний текст</b>
    }
setting-notice-delete-after-seconds =
    Прохання підписатися зникає: <b>{ $value ->
        [0] коли більше не потрібне
       *[other] через { $time }
    }</b>
setting-command-delete-after-seconds =
    Команди й мої відповіді: <b>{ $value ->
        [0] залишаються
       *[other] зникають через { $time }
    }</b>
setting-pending-join-requests =
    Заявка до каналу, яка чекає: <b>{ $value ->
        [accept] вважається підпискою
       *[ignore] не вважається
    }</b>
setting-welcome-text =
    Привітання: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>немає</b>
    }
setting-brake =
    Якщо відразу багато давніх учасників не проходить перевірку: <b>{ $value ->
        [no] даю мут
       *[yes] зупиняюся й питаю
    }</b>
setting-remove-join-lines =
    Рядок «X приєднується» про того, хто ще не підписаний: <b>{ $value ->
        [no] залишається
       *[yes] видаляється
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } годину
            [few] { $count } години
            [many] { $count } годин
           *[other] { $count } години
        }
        [minutes] { $count ->
            [one] { $count } хвилину
            [few] { $count } хвилини
            [many] { $count } хвилин
           *[other] { $count } хвилини
        }
       *[seconds] { $count ->
            [one] { $count } секунду
            [few] { $count } секунди
            [many] { $count } секунд
           *[other] { $count } секунди
        }
    }
