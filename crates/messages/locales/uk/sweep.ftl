### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Перевірити зараз усіх, кого я знаю в групі
help-sweep = /sweep – перевірити зараз усіх, кого я знаю в групі; кого немає в каналах, той не зможе писати
button-cancel-sweep = Скасувати

sweep-progress =
    <b>Перевіряю всіх, кого знаю в групі { $group }</b>
    { $bar } { $percent }%
    Перевірено: { $checked } з { $total }
sweep-time-left = Залишилося: близько { $minutes } хв
sweep-done = <b>Усіх, кого я знаю в групі { $group }, перевірено</b>
sweep-cancelled =
    <b>Перевірку групи { $group } скасовано</b>
    Перевірено: { $checked } з { $total }

sweep-counts =
    Можуть писати: { $passed }
    { $effect ->
        [note] Було б обмежено: { $restricted }
        [step] Попереджено або обмежено тепер: { $restricted }
       *[mute] Обмежено тепер: { $restricted }
    }
    Обмежено й раніше: { $before }
    { $outside ->
        [commenters] Не учасники групи: { $left } (перевіряються, коли коментують)
       *[gone] Уже не в групі: { $left }
    }
    Telegram не відповів: { $unknown }

sweep-running = Перевірка вже триває. Її повідомлення показує, скільки зроблено.
sweep-off = Перевірку входу вимкнено, тож перевіряти нічого. Адміністратор може ввімкнути її командою /protect.
sweep-without-rights = Мені бракує права, потрібного в цій групі, тож я нікого не можу перевірити. Докладніше: /status.
sweep-untold = Я не можу писати в цій групі, а без пояснення нікого не обмежую. Тому зараз нікого не перевіряю.

answer-sweep-refused = Скасувати перевірку може лише адміністратор цієї групи.
answer-sweep-cancelled = Перевірку скасовано.
