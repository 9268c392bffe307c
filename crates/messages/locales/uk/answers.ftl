### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Дякую! У групі «{ $group }» тепер можна писати.

answer-still-missing =
    { $needed ->
        [none] Ви ще не підписані на канал цієї групи. Підпишіться й натисніть ще раз.
        [any] Поки що ні. Підпишіться (досить одного): { $channels }. Потім натисніть ще раз.
       *[all] Поки що ні. Підпишіться: { $channels }. Потім натисніть ще раз.
    }

answer-not-restricted = Тут для вас немає обмежень, робити нічого не треба.

answer-restricted-by-administrator = Писати вам заборонив адмін цієї групи, а не я. Змінити це можуть лише адміни: зверніться до одного з них.

answer-could-not-check = Зараз не вдається перевірити. Нічого не змінилося; спробуйте ще раз трохи згодом.

answer-could-not-unmute = З вашого боку все готово, але Telegram поки не дає мені зняти мут. Я пробуватиму далі; адмін групи «{ $group }» може зняти його одразу.

answer-outdated-button = Ця кнопка застаріла.
