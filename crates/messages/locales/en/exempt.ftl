### The answers to /exempt and /unexempt.

exempted = { $person } is exempt now: I won’t check them here any more. /unexempt ends it.

already-exempt = { $person } is exempt already.

unexempted = { $person } is no longer exempt: from now on I check them like everyone else.

was-not-exempt = { $person } wasn’t exempt, so nothing has changed.

exempted-by-unmute = An admin gave { $person } their voice back, so I won’t check them here any more. <code>/unexempt { $id }</code> ends it.

which-person =
    That message is about several people. Whom do you mean?
    { $people }

unreadable-person = <code>{ $word }</code> isn’t a person’s id, which is a number. It is easiest to reply to one of their messages with the command.

unseen-username = I haven’t seen <code>{ $word }</code> in this group. Reply to one of their messages with the command, or send it with their id, which is a number.

exemptions-none = Nobody is exempt here. To exempt someone, reply to one of their messages with /exempt. Admins never need it.

exemptions =
    { $count ->
        [one] { $count } person is never checked here:
       *[other] { $count } people are never checked here:
    }
    { $people }
    To end it for one of them, send /unexempt with the id.

exemptions-page = Page { $page } of { $pages }

button-previous-page = Previous

button-next-page = Next
