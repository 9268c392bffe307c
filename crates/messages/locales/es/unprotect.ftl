### Las respuestas a /unprotect.

unprotected =
    El control de <b>{ $group }</b> está desactivado. { $count ->
        [0] No había nadie en silencio.
        [one] La persona que silencié podrá escribir en un momento.
       *[other] Las { $count } personas que silencié podrán escribir pronto.
    }
    Tus ajustes se conservan: /protect lo vuelve a activar.

unprotected-keep =
    El control de <b>{ $group }</b> está desactivado. { $count ->
        [0] No había nadie en silencio.
        [one] La persona que silencié sigue así hasta que se una o se cumpla el plazo. Envía /unprotect para dejarla escribir.
       *[other] Las { $count } personas que silencié siguen así hasta que se unan o se cumpla el plazo. Envía /unprotect para dejarlas escribir.
    }
    Tus ajustes se conservan: /protect lo vuelve a activar.

not-protected = Aquí el control ya está desactivado. <code>/protect @tucanal</code> lo activa.

channels-removed =
    Ya no hace falta: { $removed }.
    { $left-count ->
        [0] No queda ningún canal, así que el control está desactivado. Todos los que silencié podrán escribir pronto.
       *[other] Sigue haciendo falta: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> no es uno de los canales de este grupo. /status muestra cuáles son.
