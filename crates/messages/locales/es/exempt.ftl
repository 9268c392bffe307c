### Las respuestas a /exempt y /unexempt.

exempted = { $person } queda como excepción: aquí ya no compruebo si se ha unido. /unexempt lo deshace.

already-exempt = { $person } ya era una excepción.

unexempted = { $person } ya no es una excepción: desde ahora se le aplica lo mismo que a los demás.

was-not-exempt = { $person } no era una excepción, así que nada ha cambiado.

exempted-by-unmute = Un administrador le devolvió la voz a { $person }, así que aquí ya no compruebo si se ha unido. <code>/unexempt { $id }</code> lo deshace.

which-person =
    Ese mensaje habla de varias personas. ¿A cuál te refieres?
    { $people }

unreadable-person = <code>{ $word }</code> no es el id de una persona, que es un número. Lo más fácil es responder con el comando a uno de sus mensajes.

exemptions-none = Aquí no hay excepciones. Para añadir una, responde con /exempt a un mensaje de esa persona. Los administradores no lo necesitan.

exemptions =
    { $count ->
        [one] Hay { $count } persona a la que nunca verifico aquí:
       *[other] Hay { $count } personas a las que nunca verifico aquí:
    }
    { $people }
    Para quitar una excepción, envía /unexempt con el id de la persona.
