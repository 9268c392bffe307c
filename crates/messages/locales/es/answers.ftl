### Las respuestas a «Ya me uní»: texto simple, 200 letras como mucho con todo incluido.

answer-passed = ¡Gracias! Ya puedes escribir en { $group }.

answer-still-missing =
    { $needed ->
        [none] Aún no estás en el canal de este grupo. Únete y vuelve a tocar el botón.
        [any] Todavía no. Únete a { $channels } (basta con uno) y vuelve a tocar el botón.
       *[all] Todavía no. Únete a { $channels } y vuelve a tocar el botón.
    }

answer-not-restricted = Aquí nadie te ha silenciado, así que no tienes que hacer nada.

answer-restricted-by-administrator = Te silenció un administrador del grupo, no yo. Solo un administrador puede cambiarlo: pídeselo a uno.

answer-could-not-check = Ahora mismo no puedo comprobarlo. No ha cambiado nada; vuelve a intentarlo en un momento.

answer-could-not-unmute = Ya hiciste tu parte, pero ahora mismo Telegram no me deja quitarte el silencio. Seguiré intentándolo; un administrador de { $group } puede quitártelo ya.

answer-outdated-button = Este botón ya no sirve.
