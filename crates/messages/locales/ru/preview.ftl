### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Посчитать, кого остановит проверка; никого не трогаю
help-preview = <code>/preview @channel</code> – посчитать, кого нет в канале, прежде чем его требовать; никого не трогаю
button-panel-preview = Примерить другой вариант

preview-progress =
    <b>Примерка для группы { $group }: никого не трогаю</b>
    { $bar } { $percent }%
    Проверено: { $checked } из { $total }
preview-done = <b>Примерка для группы { $group }: никто не тронут</b>
preview-cancelled =
    <b>Примерка для группы { $group } отменена</b>
    Проверено: { $checked } из { $total }

preview-seen =
    Людей за 30 дней: { $total ->
        [one] { $total } человек
        [few] { $total } человека
        [many] { $total } человек
       *[other] { $total } человека
    }
preview-stopped =
    { $stopped ->
        [one] { $stopped } человек
        [few] { $stopped } человека
        [many] { $stopped } человек
       *[other] { $stopped } человека
    }
preview-one =
    { preview-seen }
    Не состоят в { $channels }: { preview-stopped }
    Не удалось проверить: { $unknown }
preview-all =
    { preview-seen }
    Состоят не во всех этих каналах: { $channels }: { preview-stopped }
    Не удалось проверить: { $unknown }
preview-any =
    { preview-seen }
    Не состоят ни в одном из этих каналов: { $channels }: { preview-stopped }
    Не удалось проверить: { $unknown }
preview-channel = Нет в { $channel }: { $absent }
preview-muted = Уже без звука из-за меня: { $count }
preview-left = Уже не в группе: { $count }
preview-unknown-stopped = Кого не удалось проверить, тот тоже не смог бы писать.
preview-note = Админы и исключённые из проверки считаются прошедшими. Я знаю только тех, кто вошёл или писал, пока я был здесь админом.
preview-usage = Назовите каналы для примерки, например <code>/preview @вашканал</code>. Я только считаю и никого не трогаю.
preview-running = Примерка уже идёт. В её сообщении видно, сколько сделано, и есть кнопка отмены.

panel-preview-ordered = Примерка появится в группе.
panel-preview-running = В группе уже идёт проверка. Попробуйте, когда она закончится.
answer-preview-cancelled = Примерка отменена.
