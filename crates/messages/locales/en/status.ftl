### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] the gate is off. An admin can switch it on with /protect.
        [observe] the gate is on trial. I only count, nobody is muted.
       *[enforce] the gate is on.
    }

status-braked = ⚠️ Since { $since } I have muted nobody: too many people who have long been here failed at once, and that may be a mistake. I keep checking; an admin can let me go on under my message about it.

status-cannot-enforce = ⚠️ I lack a right that I need in this group, so nobody is muted. An admin can fix it: group page, Edit, Administrators, my name, then check that these are on: “{ right-delete-messages }” and “{ right-restrict-members }”.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– I can’t check it now. Am I still an admin there?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Channels kept for when it is on again:

status-requests-unheard = ⚠️ I can’t see who asks to join { $channels }, so those requests don’t count. An admin there can fix it: my name among the administrators, then switch on “{ right-add-subscribers }”.

status-muted = Muted now: { $open } · in all: { $total } · of them joined: { $joined }
status-observed = Would have been muted: { $count }
status-people = People seen: { $seen } · exempt: { $exempt }
status-since = Set up { $since } by { $owner }

status-unprotected = No gate is set up here: everyone can write. An admin can set one up with <code>/protect @yourchannel</code>
