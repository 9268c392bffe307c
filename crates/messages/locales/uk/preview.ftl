### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Порахувати, кого зупинить перевірка; нікого не чіпаю
help-preview = <code>/preview @channel</code> – порахувати, кого немає в каналі, перш ніж його вимагати; нікого не чіпаю
button-panel-preview = Приміряти інший варіант

preview-progress =
    <b>Примірка для групи { $group }: нікого не чіпаю</b>
    { $bar } { $percent }%
    Перевірено: { $checked } з { $total }
preview-done = <b>Примірка для групи { $group }: нікого не зачеплено</b>
preview-cancelled =
    <b>Примірку для групи { $group } скасовано</b>
    Перевірено: { $checked } з { $total }

preview-seen =
    Людей за 30 днів: { $total ->
        [one] { $total } людина
        [few] { $total } людини
        [many] { $total } людей
       *[other] { $total } людини
    }
preview-stopped =
    { $stopped ->
        [one] { $stopped } людина
        [few] { $stopped } людини
        [many] { $stopped } людей
       *[other] { $stopped } людини
    }
preview-one =
    { preview-seen }
    Немає в { $channels }: { preview-stopped }
    Не вдалося перевірити: { $unknown }
preview-all =
    { preview-seen }
    Є не в усіх цих каналах: { $channels }: { preview-stopped }
    Не вдалося перевірити: { $unknown }
preview-any =
    { preview-seen }
    Немає в жодному з цих каналів: { $channels }: { preview-stopped }
    Не вдалося перевірити: { $unknown }
preview-channel = Немає в { $channel }: { $absent }
preview-muted = Уже обмежені мною: { $count }
preview-left = Уже не в групі: { $count }
preview-unknown-stopped = Кого не вдалося перевірити, той теж не зміг би писати.
preview-note = Адміни та винятки вважаються такими, що пройшли. Я знаю лише тих, хто приєднався або писав, поки я був тут адміном.
preview-usage = Назвіть канали для примірки, наприклад <code>/preview @вашканал</code>. Я лише рахую й нікого не чіпаю.
preview-running = Примірка вже триває. Її повідомлення показує, скільки зроблено, і має кнопку скасування.

panel-preview-ordered = Примірка з’явиться в групі.
panel-preview-running = У групі вже триває перевірка. Спробуйте, коли вона закінчиться.
answer-preview-cancelled = Примірку скасовано.
