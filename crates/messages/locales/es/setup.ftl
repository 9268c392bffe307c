### Preparar un grupo con toques. Lo de los botones y las respuestas a una pulsación es texto plano: sin formato.

button-setup-choose = Elegir el canal
button-setup-use-linked = Usar { $channel }
button-setup-use-unseen = Usar el canal vinculado
button-setup-appoint = Hazme administrador
button-setup-another = Añadir otro canal

# $linked: si hay un canal vinculado y si el bot puede ver su nombre.
setup-greeting =
    👋 ¡Gracias por añadirme! Falta un paso: elegir el canal al que hay que unirse antes de escribir aquí.
    { $linked ->
        [named] Este grupo pertenece a <b>{ $channel }</b>. Un administrador puede elegir ese con el primer botón.
        [unseen] Este grupo tiene un canal vinculado. Un administrador puede elegir ese con el primer botón.
       *[none] Un administrador toca el botón; no hay que escribir nada.
    }

setup-greeting-lacking =
    👋 ¡Gracias por añadirme! Para cuidar este grupo aún me falta:
    { $rights }
    Abre la página del grupo, toca Editar, luego Administradores, luego mi nombre, y activa eso. Después, un administrador elige el canal con el botón.

setup-appoint-me =
    👋 ¡Gracias por añadirme! Para cuidar este grupo tengo que ser administrador, con esto y nada más:
    { $rights }
    Toca el botón, elige este grupo y déjalo activado.

setup-choose =
    ¿A qué canal hay que unirse antes de escribir en <b>{ $group }</b>?
    Toca «{ button-setup-choose }» aquí abajo y elígelo. Telegram me añade allí solo, con un único permiso: «{ right-add-subscribers }».

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> pertenece al canal <b>{ $channel }</b>. ¿Usamos ese?
       *[unseen] <b>{ $group }</b> tiene un canal vinculado. ¿Usamos ese?
    }

setup-done = 🎉 Eso es todo. Aquí abajo lo tienes.

# $mode: si la protección actúa o solo observa.
setup-gate-on =
    { $mode ->
        [observe] 👀 La protección está a prueba: solo cuento quién no está en { $channels }.
       *[enforce] ✅ La protección está activada: para escribir aquí, únete a { $channels }.
    }

setup-administrators-only = Solo los administradores del grupo pueden prepararlo. Pide a uno de ellos que toque el botón allí.
setup-outdated = Ya no sé para qué grupo era. Toca otra vez el botón en el grupo.
setup-nothing-linked = Este grupo ya no tiene un canal vinculado. Elige uno con el otro botón.
setup-press-done = Listo: la protección está activada.
setup-press-refused = Todavía no: mi mensaje dice qué falta.

setup-basic-group =
    Este todavía es un grupo básico, y ahí Telegram no deja silenciar a una sola persona.
    Toca el botón y elige el grupo: Telegram lo convierte en supergrupo, y allí te diré cómo seguir.

setup-not-appointed =
    Aún no soy administrador del grupo. Toca el botón, elige el grupo y deja activado:
    { $rights }
    Allí te diré cómo seguir.

setup-bot-lacks =
    En el grupo aún me falta:
    { $rights }
    Abre la página del grupo, toca Editar, luego Administradores, luego mi nombre, y activa eso. Después, toca otra vez el botón.

setup-not-in-channel =
    Aún no soy administrador de <b>{ $channel }</b>, así que no puedo ver quién está dentro.
    Añádeme con el botón y deja activado el único permiso. Entonces sigo por mi cuenta.

setup-may-not-invite =
    <b>{ $channel }</b> es privado, y no puedo crear un enlace de invitación.
    Abre la página del canal, toca Editar, luego Administradores, luego mi nombre, y activa «{ $right }». Entonces sigo por mi cuenta.

setup-caller-not-in-channel =
    <b>{ $channel }</b> es privado, y no eres administrador de ese canal.
    Elige otro canal, o pide a uno de sus administradores, que también debe serlo del grupo, que toque el botón allí.

setup-must-wait =
    Telegram me deja volver a consultar datos dentro de { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. No ha cambiado nada; toca entonces el mismo botón otra vez.
