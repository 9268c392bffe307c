### Lo que se dice a los administradores cuando al bot le falta algo, y cuando lo recupera.

# $state: si el bot aún es administrador, pero le faltan permisos, o si dejó de serlo.
cannot-enforce =
    ⚠️ Ahora no puedo cuidar de <b>{ $group }</b>, así que no silencio a nadie. { $state ->
        [dismissed] Ya no soy administrador allí. Por favor, vuelve a hacerme administrador, con estos permisos:
       *[lacking] Me faltan estos permisos:
    }
    { $rights }
    Están en el perfil del grupo: Editar, Administradores{ $state ->
        [dismissed] .
       *[lacking] , mi nombre.
    } Sigo por mi cuenta en cuanto los tenga.

can-enforce-again = ✅ Vuelvo a tener mis permisos en <b>{ $group }</b>, y la protección funciona como antes.

cannot-check =
    ⚠️ Ya no veo quién está en { $channel }, así que la protección de <b>{ $group }</b> no puede pedir ese canal.
    Por favor, vuelve a hacerme administrador de ese canal y sigo por mi cuenta.

can-check-again = ✅ Vuelvo a ver quién está en { $channel }, y <b>{ $group }</b> lo pide como antes.

cannot-notify =
    ⚠️ No puedo publicar en <b>{ $group }</b>, así que no puedo decirle a la gente por qué está silenciada. A quienes aún no había podido avisar les he devuelto la voz, y por ahora todos pueden escribir.
    Por favor, déjame publicar allí: abre General o un tema, o dame el permiso de gestionar temas. Vuelvo a intentarlo por mi cuenta cada hora.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ He dejado de silenciar en <b>{ $group }</b>: de repente parece que mucha gente que lleva tiempo aquí no está en los canales. Es posible que sea un error, y no suyo.
    Quiénes: { $people }
    Vuelven a poder escribir: { $freed }
    Por ahora todos pueden escribir. Sigo comprobándolo y continúo por mi cuenta cuando haya pasado. Si lo correcto es silenciar, pulsa «{ button-go-on }».

button-go-on = Continuar

brake-recovered = ✅ La protección de <b>{ $group }</b> vuelve a funcionar como antes. Era un error: quienes parecían faltar están en los canales.

brake-overridden = ✅ La protección de <b>{ $group }</b> vuelve a funcionar como antes: { $admin } ha pulsado «{ button-go-on }». Durante un día no pararé por mi cuenta.

brake-switched-off = ✅ En <b>{ $group }</b> ya no me contengo: los administradores han cambiado los ajustes, y son los que valen ahora.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = La protección vuelve a funcionar.

answer-brake-is-over = Esto ya pasó: la protección funciona.
