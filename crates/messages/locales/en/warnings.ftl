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
