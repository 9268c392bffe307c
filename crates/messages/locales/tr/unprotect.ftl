### The answers to /unprotect.

unprotected =
    <b>{ $group }</b> grubunda üyelik kontrolü kapalı. { $count ->
        [0] Susturulmuş kimse yoktu.
        [one] Susturduğum { $count } kişi birazdan yeniden yazabilecek.
       *[other] Susturduğum { $count } kişi kısa süre içinde yeniden yazabilecek.
    }
    Ayarlarınız saklanıyor: /protect kontrolü yeniden açar.

unprotected-keep =
    <b>{ $group }</b> grubunda üyelik kontrolü kapalı. { $count ->
        [0] Susturulmuş kimse yoktu.
        [one] Susturduğum { $count } kişi, katılana ya da süresi dolana kadar susturulmuş kalır. Yazabilmesi için /unprotect gönderin.
       *[other] Susturduğum { $count } kişi, katılana ya da süreleri dolana kadar susturulmuş kalır. Yazabilmeleri için /unprotect gönderin.
    }
    Ayarlarınız saklanıyor: /protect kontrolü yeniden açar.

not-protected = Üyelik kontrolü burada zaten kapalı. Açmak için: <code>/protect @kanaliniz</code>

channels-removed =
    Artık gerekli değil: { $removed }.
    { $left-count ->
        [0] Hiç kanal kalmadı, bu yüzden üyelik kontrolü kapalı. Susturduğum herkes kısa süre içinde yeniden yazabilecek.
       *[other] Hâlâ gerekli: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> bu grubun kanallarından biri değil. Hangileri olduğunu /status gösterir.
