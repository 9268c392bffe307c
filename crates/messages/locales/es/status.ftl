### La respuesta a /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] la protección está desactivada. Un administrador puede activarla con /protect.
        [observe] la protección está en modo de prueba. Solo cuento, no silencio a nadie.
       *[enforce] la protección está activada.
    }

status-braked = ⚠️ Desde el { $since } no silencio a nadie: demasiada gente que lleva tiempo aquí falló de golpe, y puede ser un error. Sigo comprobándolo; un administrador puede hacerme continuar bajo mi mensaje sobre esto.

status-cannot-enforce = ⚠️ En este grupo me falta un permiso que necesito, así que no silencio a nadie. Un administrador puede arreglarlo: perfil del grupo, Editar, Administradores, mi nombre, y comprobar que «{ right-delete-messages }» y «{ right-restrict-members }» estén activados.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– ahora no puedo comprobarlo. ¿Sigo siendo administrador allí?
       *[yes] {""}
    }

# Cómo se llama a los canales mientras la protección está desactivada.
status-channels-kept = Canales guardados para cuando se active de nuevo:

status-muted = Silenciados ahora: { $open } · en total: { $total } · de ellos se unieron: { $joined }
status-observed = Habría silenciado: { $count }
status-requests-unheard = ⚠️ No puedo ver quién pide unirse a { $channels }, así que esas solicitudes no cuentan. Un administrador de allí puede arreglarlo: basta con tocar mi nombre en Administradores y activar «{ right-add-subscribers }».

status-people = Personas vistas: { $seen } · excepciones: { $exempt }
status-since = Configurada el { $since } por { $owner }

status-unprotected = Aquí no hay protección: todos pueden escribir. Un administrador puede activarla con <code>/protect @tucanal</code>
