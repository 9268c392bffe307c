### Los ajustes de un grupo con sus valores en palabras.

settings-title = <b>Ajustes de { $group }</b>

settings-how-to-change = Toca lo que quieras cambiar.

settings-unfit = ⚠️ Lo guardado en { $keys } no es válido, así que ahí se usa el valor predeterminado.

settings-refused = Solo los administradores de ese grupo pueden ver sus ajustes. Si eres uno de ellos, comprueba que yo siga en el grupo e inténtalo de nuevo.

setting-mode =
    Si alguien no está en los canales: <b>{ $value ->
        [observe] solo lo cuento (prueba)
       *[enforce] silencio a esa persona
    }</b>
setting-policy =
    Canales necesarios: <b>{ $value ->
        [any] al menos uno
       *[all] todos
    }</b>
setting-on-unknown =
    Si no puedo verificar a alguien: <b>{ $value ->
        [restrict] silencio a esa persona
       *[allow] dejo que escriba
    }</b>
setting-gate-on-join =
    Verificar a quien se une al grupo: <b>{ $value ->
        [no] no
       *[yes] sí
    }</b>
setting-gate-on-leave =
    Verificar a quien sale de un canal: <b>{ $value ->
        [no] no
       *[yes] sí
    }</b>
setting-mute-for-days =
    Duración del silencio: <b>{ $value ->
        [one] { $value } día
       *[other] { $value } días
    }</b>
setting-ladder =
    Si alguien escribe sin estar en los canales: <b>{ $value ->
        [remind] primero se lo recuerdo
        [warn] primero le advierto
       *[mute] silencio al momento
    }</b>
setting-amnesty-days =
    Plazo para unirse para quien ya estaba antes: <b>{ $value ->
        [0] ninguno
        [one] { $value } día
       *[other] { $value } días
    }</b>
setting-channel-senders =
    Mensajes en nombre de un canal: <b>{ $value ->
        [allow] se quedan
       *[delete] se eliminan
    }</b>
setting-language =
    Idioma: <b>{ $value ->
        [chosen] { $name }
       *[auto] el de cada persona
    }</b>
setting-notice-text =
    Aviso: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>el texto estándar</b>
    }
setting-notice-delete-after-seconds =
    Un aviso desaparece: <b>{ $value ->
        [0] cuando ya no hace falta
       *[other] tras { $time }
    }</b>
setting-command-delete-after-seconds =
    Los comandos y mis respuestas: <b>{ $value ->
        [0] se quedan
       *[other] desaparecen tras { $time }
    }</b>
setting-pending-join-requests =
    Una solicitud pendiente para unirse a un canal: <b>{ $value ->
        [accept] cuenta como estar en él
       *[ignore] no cuenta
    }</b>
setting-welcome-text =
    Bienvenida: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>ninguna</b>
    }
setting-brake =
    Si mucha gente conocida falla de golpe: <b>{ $value ->
        [no] la silencio
       *[yes] paro y pregunto
    }</b>
setting-remove-join-lines =
    La línea «X se unió» de quien aún tiene que unirse a los canales: <b>{ $value ->
        [no] se queda
       *[yes] se elimina
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } hora
           *[other] { $count } horas
        }
        [minutes] { $count ->
            [one] { $count } minuto
           *[other] { $count } minutos
        }
       *[seconds] { $count ->
            [one] { $count } segundo
           *[other] { $count } segundos
        }
    }
