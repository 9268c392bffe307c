### Los ajustes de un grupo con sus valores en palabras.

settings-title = <b>Ajustes de { $group }</b>

settings-how-to-change = Para cambiar alguno, habla con quien gestiona este bot.

settings-unfit = ⚠️ No entiendo lo que está guardado en { $keys }, así que ahí vale el valor predeterminado.

settings-refused = Solo los administradores de ese grupo pueden ver sus ajustes. Si lo eres, comprueba que yo siga en el grupo e inténtalo de nuevo.

setting-mode =
    Quien no está en los canales: <b>{ $value ->
        [observe] solo se cuenta (prueba)
       *[enforce] queda en silencio
    }</b>
setting-policy =
    Canales necesarios: <b>{ $value ->
        [any] al menos uno
       *[all] todos
    }</b>
setting-on-unknown =
    Si no puedo verificar a alguien: <b>{ $value ->
        [restrict] queda en silencio
       *[allow] puede escribir
    }</b>
setting-gate-on-join =
    Verificar a quien entra en el grupo: <b>{ $value ->
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
       *[none] <b>el texto normal</b>
    }
setting-notice-delete-after-seconds =
    Un aviso desaparece: <b>{ $value ->
        [0] cuando ya no hace falta
        [one] tras { $value } segundo
       *[other] tras { $value } segundos
    }</b>
setting-command-delete-after-seconds =
    Los comandos y mis respuestas desaparecen: <b>{ $value ->
        [0] nunca
        [one] tras { $value } segundo
       *[other] tras { $value } segundos
    }</b>
