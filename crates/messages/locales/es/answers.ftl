### Las respuestas a «Ya me uní»: texto simple, 200 letras como mucho con todo incluido.

answer-passed = ¡Gracias! Ya puedes escribir en { $group }.

answer-still-missing =
    { $needed ->
        [none] Aún no estás en el canal de este grupo. Únete y vuelve a pulsar el botón.
        [any] Todavía no. Únete a { $channels } (basta con uno) y vuelve a pulsar.
       *[all] Todavía no. Únete a { $channels } y vuelve a pulsar.
    }

answer-not-restricted = Aquí nadie te ha silenciado, así que no tienes que hacer nada.

answer-restricted-by-administrator = Te silenció un administrador del grupo, no yo. Solo un administrador puede cambiarlo: pídeselo a uno.

answer-could-not-check = Ahora mismo no puedo comprobarlo. Nada ha cambiado; vuelve a intentarlo en un momento.

answer-could-not-unmute = Has hecho tu parte, pero ahora mismo Telegram no me deja quitarte el silencio. Seguiré intentándolo; un administrador de { $group } puede hacerlo ya.

answer-outdated-button = Este botón ya no sirve.
