### Las respuestas a /exempt y /unexempt.

exempted = { $person } queda como excepción: ya no verifico a esta persona aquí. /unexempt lo deshace.

already-exempt = { $person } ya era una excepción.

unexempted = { $person } ya no es una excepción: vuelvo a verificar a esta persona como a las demás.

was-not-exempt = { $person } no era una excepción, así que no ha cambiado nada.

exempted-by-unmute = Un administrador le devolvió la voz a { $person }, así que ya no verifico a esta persona aquí. <code>/unexempt { $id }</code> lo deshace.

which-person =
    Ese mensaje habla de varias personas. ¿A cuál te refieres?
    { $people }

unreadable-person = <code>{ $word }</code> no es el id de una persona: tiene que ser un número. Lo más fácil es responder con el comando a uno de sus mensajes.

unseen-username = No he visto a <code>{ $word }</code> en este grupo. Responde con el comando a uno de sus mensajes, o envíalo con su id, que es un número.

exemptions-none = Aquí no hay excepciones. Para añadir una, responde con /exempt a un mensaje de esa persona. A los administradores no les hace falta.

exemptions =
    { $count ->
        [one] Hay { $count } persona a la que nunca verifico aquí:
       *[other] Hay { $count } personas a las que nunca verifico aquí:
    }
    { $people }
    Para quitar una excepción, envía /unexempt con el id de la persona.

exemptions-page = Página { $page } de { $pages }

button-previous-page = Anterior

button-next-page = Siguiente
