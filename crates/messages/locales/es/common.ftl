### De lo que están hechos los demás textos. Botones, nombres y listas son texto simple, sin etiquetas.

# El idioma, en sus propias palabras.
language-name = Español

unnamed-person = alguien
unnamed-chat = un chat sin título

list-comma = { $items }, { $next }
list-and = { $items } y { $last }
list-or = { $items } o { $last }
list-more = { $count } más

moment =
    { $day } { $month ->
        [1] ene
        [2] feb
        [3] mar
        [4] abr
        [5] may
        [6] jun
        [7] jul
        [8] ago
        [9] sept
        [10] oct
        [11] nov
       *[12] dic
    } { $year }, { $time } UTC

button-join = Unirme a { $channel }
button-joined = Ya me uní
button-joined-in = Ya me uní · { $group }
button-add-to-group = Añádeme a un grupo
button-add-to-channel = Añádeme a un canal
button-settings = Ver los ajustes

# Los permisos tal como los llaman las aplicaciones de Telegram.
right-delete-messages = Eliminar mensajes
right-restrict-members = Suspender usuarios
right-invite-users = Invitar con un enlace
right-add-subscribers = Añadir suscriptores
