### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Проверить сейчас всех, кого я знаю в группе
help-sweep = /sweep – проверить сейчас всех, кого я знаю в группе; кого нет в каналах, тот не сможет писать
button-cancel-sweep = Отменить

sweep-progress =
    <b>Проверяю всех, кого знаю в группе { $group }</b>
    { $bar } { $percent }%
    Проверено: { $checked } из { $total }
sweep-time-left = Осталось: около { $minutes } мин
sweep-done = <b>Все, кого я знаю в группе { $group }, проверены</b>
sweep-cancelled =
    <b>Проверка группы { $group } отменена</b>
    Проверено: { $checked } из { $total }

sweep-counts =
    Могут писать: { $passed }
    { $effect ->
        [note] Лишились бы голоса: { $restricted }
        [step] Предупреждены или без звука теперь: { $restricted }
       *[mute] Без звука теперь: { $restricted }
    }
    Без звука и раньше: { $before }
    { $outside ->
        [commenters] Не участники группы: { $left } (проверяются, когда комментируют)
       *[gone] Уже не в группе: { $left }
    }
    Telegram не ответил: { $unknown }

sweep-running = Проверка уже идёт. В её сообщении видно, сколько сделано.
sweep-off = Вход открыт для всех, проверять нечего. Администратор может включить проверку командой /protect.
sweep-without-rights = Мне не хватает права, нужного в этой группе, поэтому проверить никого не могу. Подробнее: /status.
sweep-untold = Я не могу писать в этой группе, а без объяснения никого не ограничиваю. Поэтому сейчас никого не проверяю.

answer-sweep-refused = Отменить проверку может только администратор этой группы.
answer-sweep-cancelled = Проверка отменена.
