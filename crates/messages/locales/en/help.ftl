### What the bot can do, and what to try when it doesn't.

help =
    <b>For everyone</b>
    /status – in a group: whether the gate is on, and which channels are needed
    /start – here: why you can’t write, and what to do

    <b>For group admins, in the group</b>
    “{ button-setup-choose }” under my greeting – three taps and the gate is on; no greeting there? Use the button under /start
    <code>/protect @channel</code> – the same as a command: ask members to join a channel; name several to ask for all of them
    /protect – switch the gate on again
    <code>/unprotect @channel</code> – stop asking for one channel
    /unprotect – switch the gate off; everyone I muted can write again
    <code>/unprotect keep</code> – switch it off, but leave them muted
    /exempt – as a reply or with an id: never check this person; on its own: who is exempt
    /unexempt – check this person again
    { help-preview }
    { help-sweep }
    { help-stats }
    /settings – this group’s settings, to be changed by taps
    { help-why }

    <b>If something doesn’t work</b>
    <b>I joined and still can’t write.</b> Press “{ button-joined }” under my notice, or send me /start.
    <b>Nobody is muted.</b> Send /status in the group: it says what I’m missing. Admins and exempt people are never checked.
    <b>I can’t check a channel.</b> Make me an admin of that channel; I need no more than “{ right-add-subscribers }”.
    <b>Someone is muted by mistake.</b> An admin replies to one of their messages with /exempt, or sends /exempt with their id.
    <b>An admin muted someone.</b> I leave that alone: only an admin can undo it.

    A mute by me always ends by itself after some days.

help-in-group =
    <b>Can’t write here?</b> Join the channels in my notice, then press “{ button-joined }”. /status shows which channels those are.
    <b>Admins:</b> tap “{ button-setup-choose }” under my greeting to begin, or send <code>/protect @yourchannel</code>. For everything else, send me /help in private.
