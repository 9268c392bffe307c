### Las respuestas a «Ya me uní»: texto simple, 200 letras como mucho con todo incluido.

answer-passed = ¡Gracias! Ya puedes escribir en { $group }.

answer-still-missing =
    { $needed ->
        [none] Aún no estás en el canal de este grupo. Únete y vuelve a pulsar.
        [any] Todavía no. Únete a { $channels } (basta con uno); luego vuelve a pulsar.
       *[all] Todavía no. Únete a { $channels }; luego vuelve a pulsar.
    }

answer-not-restricted = Aquí no estás en silencio, así que no tienes que hacer nada.

answer-restricted-by-administrator = Te silenció un administrador del grupo, no yo. Solo un administrador puede cambiarlo: pídeselo a uno.

answer-could-not-check = Ahora mismo no puedo comprobarlo. Nada ha cambiado; inténtalo de nuevo en un momento.

answer-could-not-unmute = Has cumplido tu parte, pero Telegram no me deja quitarte el silencio ahora. Seguiré intentándolo; un administrador de { $group } puede hacerlo ya.

answer-outdated-button = Este botón ya no sirve.
