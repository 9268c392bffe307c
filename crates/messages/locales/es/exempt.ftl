### Las respuestas a /exempt y /unexempt.

exempted = { $person } tiene desde ahora una exención: ya no le haré comprobaciones aquí. /unexempt la termina.

already-exempt = { $person } ya tenía una exención.

unexempted = { $person } ya no tiene exención: desde ahora le haré comprobaciones como a los demás.

was-not-exempt = { $person } no tenía ninguna exención, así que nada ha cambiado.

exempted-by-unmute = Un administrador devolvió la voz a { $person }, así que ya no le haré comprobaciones aquí. <code>/unexempt { $id }</code> termina esa exención.

which-person =
    Esa línea trata de varias personas. ¿A cuál te refieres?
    { $people }

unreadable-person = <code>{ $word }</code> no es el id de una persona, que es un número. Lo más fácil es responder con el comando a uno de sus mensajes.

exemptions-none = Aquí nadie tiene una exención. Para dársela a alguien, responde a uno de sus mensajes con /exempt. Los administradores no lo necesitan.

exemptions =
    { $count ->
        [one] Aquí nunca compruebo a { $count } persona:
       *[other] Aquí nunca compruebo a { $count } personas:
    }
    { $people }
    Para terminar la exención de alguna, envía /unexempt con su id.
