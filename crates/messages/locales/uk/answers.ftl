### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Дякую! У групі «{ $group }» тепер можна писати.

answer-still-missing =
    { $needed ->
        [none] Ви ще не підписані на канал цієї групи. Підпишіться й натисніть ще раз.
        [any] Підписки поки не видно. Підпишіться (досить одного): { $channels }. Потім натисніть ще раз.
       *[all] Підписки поки не видно. Підпишіться: { $channels }. Потім натисніть ще раз.
    }

answer-not-restricted = Ви тут не в муті, робити нічого не треба.

answer-restricted-by-administrator = У мут вас відправив адмін цієї групи, а не я. Зняти мут можуть лише адміни: зверніться до них.

answer-could-not-check = Зараз не вдається перевірити. Нічого не змінилося; спробуйте ще раз трохи згодом.

answer-could-not-unmute = Підписка є, але Telegram поки не дає мені зняти мут. Я пробую далі, а адмін групи «{ $group }» може зняти його одразу.

answer-outdated-button = Ця кнопка застаріла.
