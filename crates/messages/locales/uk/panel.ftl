### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Мут чи лише облік
name-policy = Потрібні канали
name-on-unknown = Якщо не можу перевірити
name-gate-on-join = Перевіряти новачків
name-gate-on-leave = Перевіряти відписаних
name-mute-for-days = Строк муту
name-ladder = Мут одразу чи ні
name-amnesty-days = Час на підписку
name-channel-senders = Повідомлення від каналу
name-pending-join-requests = Заявки до каналу
name-language = Мова
name-notice-text = Прохання підписатися
name-notice-delete-after-seconds = Скільки висить прохання
name-command-delete-after-seconds = Скільки висять команди
name-welcome-text = Привітання
name-brake = Раптовий сумнів
name-remove-join-lines = Рядки «X приєднується»

# What each setting does.
about-mode = У пробному режимі я лише рахую, хто потрапив би в мут, і нікого не чіпаю. Якщо перейти на нього, усі, хто в мене в муті, знову зможуть писати.
about-policy = Якщо каналів кілька: потрібна підписка на всі чи досить одного?
about-on-unknown = Часом Telegram мені не відповідає. Тоді в мут потраплять і ті, хто ні в чому не винен.
about-gate-on-join = Новий учасник без підписки одразу потрапляє в мут; інакше — лише коли напише.
about-gate-on-leave = Хто відписався від каналу, одразу потрапляє тут у мут; інакше — лише коли знову напише.
about-mute-for-days = Після цього строку мут закінчується сам. Зміна діє для нових мутів.
about-ladder = Що буває, коли пише той, хто не підписаний на канали. Нагадування: перше повідомлення того, хто тут не менше доби, залишається, і я на нього відповідаю; наступне веде до муту. Попередження: повідомлення видаляю й пояснюю чому; третє за добу веде до муту. Новачки потрапляють у мут одразу при вході.
about-amnesty-days = Ті, хто був тут до ввімкнення захисту, можуть писати стільки днів із цього моменту. Кожному нагадую один раз.
about-channel-senders = Дехто пише від імені каналу. Канал не можна відправити в мут, але його повідомлення можна видаляти.
about-pending-join-requests = У приватному каналі іноді доводиться чекати, поки схвалять заявку. Чи можна тим часом писати тут? Я бачу заявки, лише якщо маю в каналі право «{ right-add-subscribers }».
about-language = Якою мовою я пишу в цій групі. В особистих — мовою кожного.
about-notice-text = Що читають тут ті, хто в муті. Кнопки завжди нижче.
about-notice-delete-after-seconds = Прохання завжди зникає, коли більше нікому не потрібне. Воно може зникнути й раніше, разом із кнопками.
about-command-delete-after-seconds = Команди й мої відповіді можна видаляти згодом, щоб у чаті був лад.
about-welcome-text = Що я пишу, коли людина підписалася на канали й уперше може тут писати.
about-brake = Якщо багато хто з давніх учасників раптом виявляється не підписаним, це, мабуть, помилка: мут більше нікому не даю, з них знімаю й питаю адмінів.
about-remove-join-lines = Імена бувають рекламою: рядок про приєднання до групи можна видаляти, якщо людина не підписана на канали.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Лише облік (пробно)
       *[enforce] Мут
    }
option-policy =
    { $value ->
        [any] Досить одного
       *[all] Усі
    }
option-on-unknown =
    { $value ->
        [restrict] Відправляти в мут
       *[allow] Дозволяти писати
    }
option-ladder =
    { $value ->
        [remind] Спершу нагадати
        [warn] Спершу попередити
       *[mute] Мут одразу
    }
option-flag =
    { $value ->
        [no] Ні
       *[yes] Так
    }
option-channel-senders =
    { $value ->
        [allow] Залишати повідомлення
       *[delete] Видаляти повідомлення
    }
option-pending-join-requests =
    { $value ->
        [accept] Можна писати
       *[ignore] Треба зачекати
    }
option-language-auto = У кожного своя
option-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дні
        [many] { $count } днів
       *[other] { $count } дня
    }
option-when-needless = Коли більше не потрібне
option-never = Ніколи

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Назад
button-panel-close = Закрити
button-panel-copy = Скопіювати з іншої групи
button-panel-write = Написати текст
button-panel-number = Інше число
button-panel-in-private = Продовжити в особистих
button-panel-standard-text = Стандартний текст
button-panel-no-text = Без привітання

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> у групі { $group }: надішліть текст відповіддю на це повідомлення.

    Ось це буде підставлено:
    <code>{"{"}name{"}"}</code> — люди, до яких звертання
    <code>{"{"}group{"}"}</code> — група
    <code>{"{"}channels{"}"}</code> — канали з посиланнями

    Жирний шрифт: <code>&lt;b&gt;…&lt;/b&gt;</code>, курсив: <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> у групі { $group }: надішліть число від { $least } до { $most } відповіддю на це повідомлення.
panel-ask-days = Це кількість днів.
panel-ask-seconds = Це кількість секунд; 0 — не видаляти за часом.
panel-placeholder-text = Ваш текст
panel-placeholder-number = Число

panel-text-saved = ✅ Збережено. Ось що побачать люди:
panel-saved = ✅ Збережено.

panel-text-refused =
    Цей текст не підходить.
    { $reason }
    Нічого не змінилося. Дайте відповідь на моє запитання ще раз.
panel-number-refused = Потрібне число від { $least } до { $most }. Нічого не змінилося; дайте відповідь на моє запитання ще раз.
panel-text-wanted = Потрібен саме текст. Нічого не змінилося; дайте відповідь на моє запитання ще раз.

# What is wrong with a text.
text-broken-tag = У ньому є знак «&lt;», з якого не починається розмітка. Щоб показати цей знак, напишіть <code>&amp;lt;</code>.
text-unknown-tag = Telegram не знає <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> написано не так, як приймає Telegram.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> ніде не закрито: потрібен <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> нічого не закриває.
text-nested-quotation = Цитата не може стояти всередині іншої.
text-unknown-placeholder = Я не знаю, що підставити замість <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> не може стояти всередині <code>&lt;{ $tag }&gt;</code>.
text-too-long = З підстановками в ньому може бути { $length } знаків, а Telegram приймає не більше ніж { $max }.
text-empty = У ньому нема чого читати.

# Copying.
panel-copy =
    З якої групи скопіювати налаштування до <b>{ $group }</b>? Канали залишаться ті самі.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = Інших груп, які налаштували ви, у мене немає.

# Answers to a press.
panel-done = Збережено.
panel-asked = Дайте відповідь на моє запитання нижче.
panel-copied = Налаштування скопійовано.
panel-administrators-only = Це доступно лише адмінам цієї групи.
panel-copy-refused = З тієї групи скопіювати не можна: треба бути адміном і там.
