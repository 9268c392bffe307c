### La respuesta a /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] la protección está desactivada. Un administrador puede activarla con /protect.
        [observe] la protección está a prueba. Solo cuento, no silencio a nadie.
       *[enforce] la protección está activada.
    }

status-cannot-enforce = ⚠️ Me falta un permiso en este grupo, así que no silencio a nadie. Un administrador puede arreglarlo: página del grupo, Editar, Administradores, mi nombre, y activar «{ right-delete-messages }» y «{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– ahora no puedo comprobarlo. ¿Sigo siendo administrador allí?
       *[yes] {""}
    }

# Cómo se llama a los canales mientras la protección está desactivada.
status-channels-kept = Guardado para cuando se active de nuevo:

status-requests-unheard = ⚠️ No puedo ver quién pide unirse a { $channels }, así que esas solicitudes no cuentan. Un administrador de allí puede arreglarlo: mi nombre entre los administradores, y activar «{ right-invite-users }».

status-muted = En silencio ahora: { $open } · en total: { $total } · de los cuales se unieron: { $joined }
status-observed = Se habría silenciado a: { $count }
status-people = Personas vistas: { $seen } · excepciones: { $exempt }
status-since = Configurada el { $since } por { $owner }

status-unprotected = Aquí no hay protección: todos pueden escribir. Un administrador puede activarla con <code>/protect @tucanal</code>
