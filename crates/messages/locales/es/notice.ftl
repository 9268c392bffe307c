### Lo que un grupo muestra a quienes no pueden escribir en él.

# $needed: todos los canales, cualquiera de ellos, o no se conoce ninguno.
notice =
    👋 { $people }: para escribir aquí, { $needed ->
        [none] primero hay que unirse al canal de este grupo.
        [any] primero hay que unirse a { $channels }; basta con uno.
       *[all] primero hay que unirse a { $channels }.
    } Después solo queda tocar «{ button-joined }».

# A quién se llama cuando no se nombra a nadie.
people-unnamed = gente

channel-sender-notice =
    <b>{ $sender }</b>: en { $group } no se puede escribir en nombre de un canal, así que eliminé ese mensaje. Escribe con tu propio perfil: toca la foto junto al campo de texto y elige tu cuenta.

# Ocupa el lugar de un aviso que ya no se puede eliminar.
outdated-message = Este mensaje ya no es válido.
