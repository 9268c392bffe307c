### Las respuestas a /protect.

administrators-only = Solo los administradores de este grupo pueden hacer eso.

must-wait =
    Telegram no me deja hacer más consultas hasta dentro de { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. No ha cambiado nada; pasado ese tiempo, envía el comando de nuevo.

protect-must-wait =
    Telegram no me deja buscar más canales por su nombre hasta dentro de { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. No ha cambiado nada.
    Pasado ese tiempo, envía el comando de nuevo. O bien, en vez del nombre, envía el enlace de una publicación del canal o el id del canal: <code>/protect -100…</code>

groups-only = Ese comando funciona en los grupos. Añádeme al tuyo (envíame /start y te doy un botón) y envíalo allí.

basic-group =
    Este todavía es un grupo básico, donde Telegram no permite silenciar a personas concretas. Su propietario puede convertirlo en supergrupo en un momento:
    abre el perfil del grupo, toca Editar, luego «Historial para nuevos miembros», y elige «Visible».
    Después, envía /protect de nuevo.

protect-usage =
    Dime a qué canal hay que unirse: <code>/protect @tucanal</code>
    Puedes indicar varios, separados por espacios. Si el canal es privado, envía el enlace de una de sus publicaciones en vez del nombre.

unreadable-channel =
    No reconozco <code>{ $word }</code> como un canal.
    Escribe su nombre así: <code>@tucanal</code>, o envía el enlace de una de sus publicaciones.

invite-link-given =
    <code>{ $word }</code> es un enlace de invitación, y Telegram no me dice a qué canal lleva.
    Añádeme al canal como administrador, copia el enlace de una de sus publicaciones y envíalo así: <code>/protect https://t.me/c/…</code>

too-many-channels =
    { $max ->
        [one] Un grupo puede pedir { $max } canal como mucho.
       *[other] Un grupo puede pedir { $max } canales como mucho.
    } No ha cambiado nada.

bot-lacks-rights =
    Aquí me falta algo:
    { $rights }
    Abre el perfil del grupo, toca Editar, luego Administradores y mi nombre, y activa lo que falta. Después, envía /protect de nuevo.

bot-not-administrator-here =
    Aún no soy administrador de este grupo. Abre el perfil del grupo, toca Editar, luego Administradores, añádeme y deja esto activado:
    { $rights }
    Después, envía /protect de nuevo.

channel-not-found =
    No encuentro <code>{ $name }</code>.
    ¿Está bien escrito? Si el canal es privado, añádeme antes como administrador y vuelve a intentarlo.

not-a-channel = <code>{ $name }</code> no es un canal, sino una persona, un bot o un grupo básico. Indica el canal al que hay que unirse.

same-group = <code>{ $name }</code> es este mismo grupo. Indica el canal al que hay que unirse.

bot-not-in-channel =
    Aún no soy administrador de <b>{ $channel }</b>, así que no veo quién está en él.
    Añádeme con el botón y envía /protect de nuevo.

bot-may-not-invite =
    <b>{ $channel }</b> es privado, y no tengo permiso para crear un enlace de invitación.
    Abre el perfil del canal, toca Editar, luego Administradores y mi nombre, y activa «{ $right }». Después, envía /protect de nuevo.

caller-not-in-private-channel =
    <b>{ $channel }</b> es privado, y no eres administrador de ese canal.
    Pídele que envíe /protect a alguien que administre tanto el canal como este grupo.

anonymous-caller =
    <b>{ $channel }</b> es privado, así que necesito ver que eres administrador de ese canal, pero aquí escribes de forma anónima.
    Desactiva «Ser anónimo» en tus permisos de administrador, envía /protect de nuevo y vuelve a activarlo si quieres.

# $needed: todos los canales, o cualquiera.
must-join =
    { $needed ->
        [any] Para escribir aquí hay que estar en uno de estos canales:
       *[all] { $count ->
            [one] Para escribir aquí hay que estar en este canal:
           *[other] Para escribir aquí hay que estar en todos estos canales:
        }
    }

mute-ends =
    { $days ->
        [one] El silencio se quita automáticamente después de { $days } día.
       *[other] El silencio se quita automáticamente después de { $days } días.
    }

# $mode: si la protección actúa o solo observa.
protected =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> está en modo de prueba: solo cuento a quién silenciaría y no le hago nada a nadie.
       *[enforce] ✅ <b>{ $group }</b> ya está protegido.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status muestra el recuento.
       *[enforce] Quien no esté ahí no podrá escribir hasta que se una. { mute-ends }
    }

protected-again =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> está en modo de prueba: solo cuento a quién silenciaría y no le hago nada a nadie.
       *[enforce] ✅ <b>{ $group }</b> está protegido. Esto es lo que se aplica ahora.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status muestra el recuento.
       *[enforce] Quien no esté ahí no podrá escribir hasta que se una. { mute-ends }
    }

nothing-to-resume = Aquí no había nada configurado, así que no hay nada que volver a activar. Dime el canal: <code>/protect @tucanal</code>
