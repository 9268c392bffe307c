### Las respuestas a /unprotect.

unprotected =
    La protección de <b>{ $group }</b> está desactivada. { $count ->
        [0] No había nadie silenciado.
        [one] La persona que silencié podrá volver a escribir en un momento.
       *[other] Las { $count } personas que silencié podrán volver a escribir pronto.
    }
    Tus ajustes se conservan: /protect la vuelve a activar.

unprotected-keep =
    La protección de <b>{ $group }</b> está desactivada. { $count ->
        [0] No había nadie silenciado.
        [one] La persona que silencié sigue así hasta que se una o se cumpla el plazo. Envía /unprotect para dejarla escribir.
       *[other] Las { $count } personas que silencié siguen así hasta que se unan o se cumpla el plazo. Envía /unprotect para dejarlas escribir.
    }
    Tus ajustes se conservan: /protect la vuelve a activar.

not-protected = Aquí la protección ya está desactivada. <code>/protect @tucanal</code> la activa.

channels-removed =
    Ya no pido: { $removed }.
    { $left-count ->
        [0] No queda ningún canal, así que la protección está desactivada. Todos los que silencié podrán volver a escribir pronto.
       *[other] Sigo pidiendo: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> no es uno de los canales de este grupo. /status muestra cuáles son.
