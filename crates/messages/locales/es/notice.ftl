### Lo que un grupo muestra a quienes no pueden escribir en él.

# $needed: todos los canales, cualquiera de ellos, o no se conoce ninguno.
notice =
    👋 { $people }: para escribir aquí, { $needed ->
        [none] hay que unirse primero al canal de este grupo.
        [any] hay que unirse primero a { $channels }; basta con uno.
       *[all] hay que unirse primero a { $channels }.
    } Después, pulsa «{ button-joined }».

# A quién se llama cuando no se nombra a nadie.
people-unnamed = a todos

channel-sender-notice =
    <b>{ $sender }</b>: en { $group } no se puede escribir en nombre de un canal, así que he quitado ese mensaje. Escribe como tú mismo: toca la foto junto al campo de texto y elige tu cuenta.

outdated-message = Este mensaje ya no es válido.
