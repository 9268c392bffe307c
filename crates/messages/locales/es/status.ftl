### La respuesta a /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] el control está desactivado. Un administrador puede activarlo con /protect.
        [observe] el control está a prueba. Solo cuento, no silencio a nadie.
       *[enforce] el control está activado.
    }

status-cannot-enforce = ⚠️ Me falta un permiso en este grupo, así que no silencio a nadie. Un administrador puede arreglarlo: página del grupo, Editar, Administradores, mi nombre, y activar «{ right-delete-messages }» y «{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– ahora no puedo comprobarlo. ¿Sigo siendo administrador allí?
       *[yes] {""}
    }

# Cómo se llama a los canales mientras el control está desactivado.
status-channels-kept = Guardado para cuando se active de nuevo:

status-muted = En silencio ahora: { $open } · en total: { $total } · de ellos se unieron: { $joined }
status-observed = Se habría silenciado a: { $count }
status-people = Personas vistas: { $seen } · exentas: { $exempt }
status-since = Activado el { $since } por { $owner }

status-unprotected = Aquí no hay ningún control: todos pueden escribir. Un administrador puede activarlo con <code>/protect @tucanal</code>
