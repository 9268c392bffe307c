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
        [named] Este grupo está vinculado a <b>{ $channel }</b>. Un administrador puede elegir ese canal con el primer botón.
        [unseen] Este grupo tiene un canal vinculado. Un administrador puede elegirlo con el primer botón.
       *[none] Basta con que un administrador toque el botón; no hay que escribir nada.
    }

setup-greeting-lacking =
    👋 ¡Gracias por añadirme! Para cuidar de este grupo aún me falta:
    { $rights }
    Abre el perfil del grupo, toca Editar, luego Administradores y mi nombre, y activa lo que falta. Después, un administrador puede elegir el canal con el botón.

setup-appoint-me =
    👋 ¡Gracias por añadirme! Para cuidar de este grupo tengo que ser administrador, con esto y nada más:
    { $rights }
    Toca el botón, elige este grupo y deja los permisos como están.

setup-choose =
    ¿A qué canal hay que unirse antes de escribir en <b>{ $group }</b>?
    Toca «{ button-setup-choose }» aquí abajo y elígelo. Telegram me añade allí automáticamente, con un único permiso: «{ right-add-subscribers }».

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> está vinculado al canal <b>{ $channel }</b>. ¿Usamos ese?
       *[unseen] <b>{ $group }</b> tiene un canal vinculado. ¿Usamos ese?
    }

setup-done = 🎉 Eso es todo: tu grupo ya está configurado.

# $mode: si la protección actúa o solo observa.
setup-gate-on =
    { $mode ->
        [observe] 👀 La protección está en modo de prueba: solo cuento a quien no está en { $channels }.
       *[enforce] ✅ La protección está activada: para escribir aquí, únete a { $channels }.
    }

setup-administrators-only = Solo los administradores del grupo pueden configurarlo. Pídele a uno de ellos que toque el botón en el grupo.
setup-outdated = Ya no sé para qué grupo era. Vuelve a tocar el botón en el grupo.
setup-nothing-linked = Este grupo ya no tiene un canal vinculado. Elige uno con el otro botón.
setup-press-done = Listo: la protección está activada.
setup-press-refused = Todavía no: mi mensaje dice qué falta.

setup-basic-group =
    Este todavía es un grupo básico, donde Telegram no permite silenciar a personas concretas.
    Toca el botón y elige el grupo: Telegram lo convierte en supergrupo, y allí te diré cómo seguir.

setup-not-appointed =
    Aún no soy administrador del grupo. Toca el botón, elige el grupo y deja activado lo que necesito:
    { $rights }
    Allí te diré cómo seguir.

setup-bot-lacks =
    En el grupo aún me falta:
    { $rights }
    Abre el perfil del grupo, toca Editar, luego Administradores y mi nombre, y activa lo que falta. Después, vuelve a tocar el botón.

setup-not-in-channel =
    Aún no soy administrador de <b>{ $channel }</b>, así que no veo quién está en él.
    Añádeme con el botón y deja activado el único permiso. Después sigo por mi cuenta.

setup-may-not-invite =
    <b>{ $channel }</b> es privado, y no tengo permiso para crear un enlace de invitación.
    Abre el perfil del canal, toca Editar, luego Administradores y mi nombre, y activa «{ $right }». Después sigo por mi cuenta.

setup-caller-not-in-channel =
    <b>{ $channel }</b> es privado, y no eres administrador de ese canal.
    Elige otro canal, o pídele que toque el botón en el grupo a alguien que administre tanto el canal como el grupo.

setup-must-wait =
    Telegram no me deja hacer más consultas hasta dentro de { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. No ha cambiado nada; pasado ese tiempo, vuelve a tocar el mismo botón.
