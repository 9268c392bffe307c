### What admins are told when the bot loses what it needs, and when it has it back.

# $state: is the bot still an admin, but lacking rights, or was it dismissed.
cannot-enforce =
    ⚠️ I can’t look after <b>{ $group }</b> now, so nobody is being muted. { $state ->
        [dismissed] I’m no longer an admin there. Please make me one again, with these rights:
       *[lacking] I’m missing these rights:
    }
    { $rights }
    They are on the group’s page: Edit, Administrators{ $state ->
        [dismissed] .
       *[lacking] , my name.
    } I go on by myself as soon as I have them.

can-enforce-again = ✅ I have my rights in <b>{ $group }</b> again, and the gate works as before.

cannot-check =
    ⚠️ I can no longer see who is in { $channel }, so the gate of <b>{ $group }</b> can’t ask for it.
    Please make me an admin of that channel again. I go on by myself then.

can-check-again = ✅ I can see again who is in { $channel }, and <b>{ $group }</b> asks for it as before.

cannot-notify =
    ⚠️ I can’t post in <b>{ $group }</b>, so I can’t tell people there why they are muted. I have unmuted those whom I hadn’t told yet, and for now everybody may write.
    Please let me post there: open General or a topic, or give me the right to manage topics. I try again by myself, once an hour.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ I have stopped muting in <b>{ $group }</b>: many people whom I have long seen here suddenly don’t seem to be in the channels. That may well be a mistake, and not theirs.
    Who: { $people }
    Unmuted again: { $freed }
    For now everyone may write. I keep checking, and go on by myself once this has passed. If muting them is right, press “{ button-go-on }”.

button-go-on = Go on

brake-recovered = ✅ The gate of <b>{ $group }</b> works again as before. It was a mistake: the people who seemed to be missing are in the channels.

brake-overridden = ✅ The gate of <b>{ $group }</b> works again as before: { $admin } has pressed “{ button-go-on }”. For a day I won’t stop by myself.

brake-switched-off = ✅ I hold nothing back in <b>{ $group }</b> any more: the admins have changed the settings, and those apply now.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = The gate works again.

answer-brake-is-over = This is over already: the gate works.
