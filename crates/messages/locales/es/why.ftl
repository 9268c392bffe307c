### La respuesta a /why: qué piensa la protección de una persona.

menu-why = Por qué alguien puede escribir o no (respóndele)
help-why = /why – como respuesta o con un id: qué veo de esa persona, qué decido y sus últimos casos

why-usage = ¿A quién te refieres? Responde con /why a uno de sus mensajes, o envíalo con su id: <code>/why 123456789</code>

why-unknown = Telegram no me muestra aquí a nadie con el id <code>{ $id }</code>, y no tengo ningún caso suyo. ¿Es correcto el id? Lo más fácil es responder con /why a uno de sus mensajes.

why-person = Sobre <b>{ $person }</b> · <code>{ $id }</code>

# $status: lo que Telegram dice de la persona en el grupo.
why-status =
    Aquí: { $status ->
        [administrator] es administrador
        [member] está en el grupo
        [muted] silencié a esta persona
        [silenced] un administrador silenció a esta persona, no yo
        [limited] un administrador solo le permite algunas cosas
        [outside] no está en el grupo
        [banned] un administrador suspendió a esta persona
        [unknown] Telegram no conoce aquí a esta persona
       *[unclear] ahora no puedo saberlo
    }

why-channel =
    { $channel }: { $membership ->
        [in] está dentro
        [out] no está dentro
       *[unclear] ahora no puedo saberlo
    }

why-rule =
    <b>Regla:</b> { $rule ->
        [off] la protección está desactivada aquí, así que no verifico a nadie.
        [braked] demasiada gente que lleva tiempo aquí falló de golpe. Puede ser un error, así que por ahora no silencio a nadie.
        [administrator] a los administradores no los verifico nunca.
        [exempt] un administrador añadió a esta persona como excepción, así que no la verifico nunca. /unexempt lo deshace.
        [never] las cuentas de este tipo no las verifico nunca.
        [doubt] ahora no puedo saber si es administrador, y ante la duda no silencio a nadie.
        [any] hay que estar en uno de estos canales.
        [all] hay que estar en todos estos canales.
        [lenient] cuando no puedo saberlo, se puede escribir.
       *[strict] cuando no puedo saberlo, no se puede escribir.
    }

why-decision =
    <b>Decisión:</b> { $decision ->
        [allow] puede escribir.
        [release] ya nada le impide escribir. Basta con que toque «{ button-joined }» debajo de mi aviso o me envíe /start.
        [observe] no podría escribir hasta unirse a { $channels }. La protección está en modo de prueba, así que no hago nada.
        [powerless] tendría que unirse antes a { $channels }, pero aquí me falta un permiso y no silencio a nadie. Más en /status.
        [steps] antes tiene que unirse a { $channels }.
       *[restrict] no puede escribir hasta unirse a { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>Su próximo mensaje:</b> { $step ->
        [remind] se queda y mi aviso le responde.
        [stand] se queda: ya se lo recordé.
        [warn] se elimina con un aviso; todavía sin silencio.
       *[mute] se elimina, y empieza el silencio.
    }

# $state: si lee un aviso o solo se anotó. $case: su número, 0 si no tiene.
why-muted =
    { $state ->
        [observed] Anotado en modo de prueba el { $since }, sin silenciar.
        [reminded] 🔔 Se lo recordé el { $since }, sin silenciar.
        [warned] ⚠️ Le advertí el { $since }, sin silenciar.
        [told] 🔇 Silencié a esta persona el { $since }; el silencio dura como mucho hasta el { $until }. Mi aviso le dice qué hacer.
       *[untold] 🔇 Silencié a esta persona el { $since }; el silencio dura como mucho hasta el { $until }. Aún no he publicado mi aviso.
    }{ $case ->
        [0] {""}
       *[other] {" "}Caso { $case }.
    }

why-cases = <b>Últimos casos</b>

why-no-cases = Sin casos: aquí nunca he silenciado a esta persona.

why-case =
    { $case ->
        [0] Sin número
       *[other] Caso { $case }
    }, { $since }: { $reason ->
        [spoke] escribió sin estar en los canales
        [came] se unió al grupo sin estar en los canales
        [swept] revisión de todos los miembros
       *[left] salió de un canal
    }{ $mode ->
        [observe] {" "}(en modo de prueba, sin silenciar)
        [remind] {" "}(recordatorio, sin silenciar)
        [warn] {" "}(advertencia, sin silenciar)
       *[enforce] {""}
    }. { $end ->
        [open] Sigue abierto.
        [joined] Terminó el { $until }: se unió.
        [off] Terminó el { $until }: se desactivó la protección.
        [eased] Terminó el { $until }: pasé a pedir menos.
        [exempted] Terminó el { $until }: un administrador añadió una excepción.
        [administrator] Terminó el { $until }: lo decidió un administrador.
        [expired] Terminó el { $until }: se cumplió el plazo.
        [never] Terminó el { $until }: Telegram no me dejó silenciar a esta persona.
        [free] Terminó el { $until }: alguien ya le había devuelto la voz.
        [erased] Terminó el { $until }: pidió que se borraran sus datos.
        [braked] Terminó el { $until }: demasiada gente falló de golpe, así que le devolví la voz.
        [untold] Terminó el { $until }: no pude publicar un aviso, así que le devolví la voz.
        [stepped] Terminó el { $until }: volvió a hacerlo y siguió el paso siguiente.
       *[removed] Terminó el { $until }: me quitaron del grupo.
    }

# Detrás de la línea que dice desde cuándo; 0: no tiene número.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}Es el caso { $case }; un administrador puede consultarlo.
    }
