### The answers to /unprotect.

unprotected =
    The gate of <b>{ $group }</b> is off. { $count ->
        [0] Nobody was muted.
        [one] The { $count } person I had muted can write again in a moment.
       *[other] The { $count } people I had muted can write again soon.
    }
    Your settings are kept: /protect switches it on again.

unprotected-keep =
    The gate of <b>{ $group }</b> is off. { $count ->
        [0] Nobody was muted.
        [one] The { $count } person I muted stays muted until they join or their time is up. Send /unprotect to let them write.
       *[other] The { $count } people I muted stay muted until they join or their time is up. Send /unprotect to let them write.
    }
    Your settings are kept: /protect switches it on again.

not-protected = The gate is off here already. <code>/protect @yourchannel</code> switches it on.

channels-removed =
    No longer needed: { $removed }.
    { $left-count ->
        [0] No channel is left, so the gate is off. Everyone I muted can write again soon.
       *[other] Still needed: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> isn’t one of this group’s channels. /status shows which ones are.
