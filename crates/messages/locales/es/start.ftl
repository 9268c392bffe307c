### El chat privado: quién es el bot y por qué alguien no puede escribir.

start =
    👋 Hola, soy { $bot }. En tu grupo solo dejo escribir a quienes se han unido a tu canal. A los demás les pido primero que se unan.

    <b>Listo en un minuto</b>
    1. Añádeme a tu grupo con el primer botón. Deja activados los permisos.
    2. En el grupo, toca «{ button-setup-choose }» debajo de mi saludo.
    3. Elige tu canal. Eso es todo: /status en el grupo muestra que funciona.

    Más en /help.

restrictions-intro = Por esto no puedes escribir:

# $needed: todos los canales, cualquiera de ellos, o no se conoce ninguno.
restriction =
    <b>{ $group }</b>
    Sin poder escribir desde el { $since }.{ restriction-case }
    { $needed ->
        [none] Ya no tienes que unirte a nada: basta con tocar el botón.
        [any] Para volver a escribir, únete a { $channels }; basta con uno.
       *[all] Para volver a escribir, únete a { $channels }.
    }

restrictions-more =
    { $count ->
        [one] Hay { $count } grupo más; lo mostraré cuando estos estén resueltos.
       *[other] Hay { $count } grupos más; los mostraré cuando estos estén resueltos.
    }

restrictions-outro = Cuando te unas, podrás volver a escribir. Si tarda más de un momento, toca «{ button-joined }».

restrictions-none = No te he silenciado en ningún grupo. Si no puedes escribir en alguno, es que te silenció un administrador de allí: habla con uno de ellos.

restricted-by-administrator-in = En { $groups } te silenció un administrador, no yo. Unirte a un canal no lo cambia: habla con un administrador de allí.
