### The answer to /why: what the gate thinks of a person.

menu-why = Why a person may write or not (reply to them)
help-why = /why – as a reply or with an id: what I see of this person, what I decide, and their last cases

why-usage = Whom do you mean? Reply to one of their messages with /why, or send it with their id: <code>/why 123456789</code>

why-unknown = Telegram doesn’t show me anyone with the id <code>{ $id }</code> here, and I have no cases of theirs. Is the id right? It is easiest to reply to one of their messages with /why.

why-person = About <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    Here: { $status ->
        [administrator] an admin
        [member] in the group
        [muted] muted by me
        [silenced] muted by an admin, not by me
        [limited] an admin allows them only some things
        [outside] not in the group
        [banned] banned by an admin
        [unknown] Telegram doesn’t know them here
       *[unclear] I can’t tell right now
    }

why-channel =
    { $channel }: { $membership ->
        [in] in
        [out] not in
       *[unclear] I can’t tell right now
    }

why-rule =
    <b>Rule:</b> { $rule ->
        [off] the gate is off here, so nobody is checked.
        [braked] too many people who have long been here failed at once. That may be a mistake, so I mute nobody for now.
        [administrator] admins are never checked.
        [exempt] an admin has exempted them, so they are never checked. /unexempt ends it.
        [never] accounts of this kind are never checked.
        [doubt] I can’t tell right now whether they are an admin, and in doubt I mute nobody.
        [any] people must be in one of these channels.
        [all] people must be in all of these channels.
        [lenient] where I can’t tell, people may write.
       *[strict] where I can’t tell, people may not write.
    }

why-decision =
    <b>Decision:</b> { $decision ->
        [allow] they may write.
        [release] nothing keeps them muted any more. They press “{ button-joined }” under my notice, or send me /start.
        [observe] they would be muted until they join { $channels }. The gate is on trial, so I do nothing.
        [powerless] they would have to join { $channels } first, but I’m missing a right here and mute nobody. /status tells more.
        [steps] they have to join { $channels } first.
       *[restrict] they may not write until they join { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>Their next message:</b> { $step ->
        [remind] stays, and my notice answers it.
        [stand] stays: I have reminded them.
        [warn] is removed with a notice; they aren’t muted yet.
       *[mute] is removed, and they are muted.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] Noted on trial on { $since }, and not muted.
        [reminded] 🔔 Reminded by me on { $since }, and not muted.
        [warned] ⚠️ Warned by me on { $since }, and not muted.
        [told] 🔇 Muted by me since { $since }, until { $until } at the latest. My notice tells them what to do.
       *[untold] 🔇 Muted by me since { $since }, until { $until } at the latest. My notice isn’t posted yet.
    }{ $case ->
        [0] {""}
       *[other] {" "}Case { $case }.
    }

why-cases = <b>Last cases</b>

why-no-cases = No cases: I have never muted them here.

why-case =
    { $case ->
        [0] No number
       *[other] Case { $case }
    }, { $since }: { $reason ->
        [spoke] wrote without being in the channels
        [came] joined the group without being in the channels
        [swept] a check of all members
       *[left] left a channel
    }{ $mode ->
        [observe] {" "}(on trial, not muted)
        [remind] {" "}(reminded, not muted)
        [warn] {" "}(warned, not muted)
       *[enforce] {""}
    }. { $end ->
        [open] Still open.
        [joined] Ended { $until }: they joined.
        [off] Ended { $until }: the gate was switched off.
        [eased] Ended { $until }: less was asked for.
        [exempted] Ended { $until }: an admin exempted them.
        [administrator] Ended { $until }: an admin decided about them.
        [expired] Ended { $until }: it ran out.
        [never] Ended { $until }: Telegram didn’t let me mute them.
        [free] Ended { $until }: someone else had unmuted them.
        [erased] Ended { $until }: they asked me to forget them.
        [braked] Ended { $until }: too many people failed at once, so I let them go.
        [untold] Ended { $until }: I couldn’t post a notice, so I let them go.
        [stepped] Ended { $until }: they did it again, and the next step followed.
       *[removed] Ended { $until }: I was removed from the group.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}This is case { $case }; an admin can look it up.
    }
