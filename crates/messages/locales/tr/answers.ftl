### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Teşekkürler! Artık { $group } grubunda yazabilirsiniz.

answer-still-missing =
    { $needed ->
        [none] Henüz bu grubun kanalında değilsiniz. Lütfen katılın, sonra tekrar basın.
        [any] Henüz olmadı. Lütfen şunlardan birine katılın: { $channels }. Sonra tekrar basın.
       *[all] Henüz olmadı. Lütfen şuraya katılın: { $channels }. Sonra tekrar basın.
    }

answer-not-restricted = Burada susturulmuş değilsiniz, yapmanız gereken bir şey yok.

answer-restricted-by-administrator = Sizi ben değil, bu grubun bir yöneticisi susturdu. Bunu yalnızca yöneticiler değiştirebilir: lütfen birine yazın.

answer-could-not-check = Şu anda kontrol edemiyorum. Hiçbir şey değişmedi; lütfen birazdan tekrar deneyin.

answer-could-not-unmute = Üzerinize düşeni yaptınız ama Telegram şu an susturmayı kaldırmama izin vermiyor. Denemeyi sürdüreceğim; { $group } yöneticileri bunu hemen yapabilir.

answer-outdated-button = Bu düğme artık geçerli değil.
