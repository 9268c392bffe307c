### The answers to /protect.

administrators-only = Only admins of this group can do that.

must-wait =
    Telegram lets me look things up again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Nothing has changed; send the command again then.

protect-must-wait =
    Telegram lets me look channels up by their names again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Nothing has changed.
    Send the command again then, or send the link of one of the channel’s posts or the channel’s id instead: <code>/protect -100…</code>

groups-only = That command works in a group. Add me to yours (send me /start for a button), then send it there.

basic-group =
    This is still a basic group, where Telegram can’t mute single people. Its owner can make it a supergroup in a moment:
    open the group’s page, tap Edit, then “Chat history for new members”, and choose “Visible”.
    After that, send /protect again.

protect-usage =
    Tell me the channel that people must join: <code>/protect @yourchannel</code>
    You can name several, with a space between them. For a private channel, send the link of one of its posts instead of a name.

unreadable-channel =
    I can’t read <code>{ $word }</code> as a channel.
    Write its name like <code>@yourchannel</code>, or send the link of one of its posts.

invite-link-given =
    <code>{ $word }</code> is an invite link, and Telegram doesn’t tell me which channel it leads to.
    Add me to the channel as an admin, copy the link of one of its posts, and send that: <code>/protect https://t.me/c/…</code>

too-many-channels =
    { $max ->
        [one] A group can ask for { $max } channel at most.
       *[other] A group can ask for { $max } channels at most.
    } Nothing has changed.

bot-lacks-rights =
    I’m missing something here:
    { $rights }
    Open the group’s page, tap Edit, then Administrators, then my name, and switch on what is missing. After that, send /protect again.

bot-not-administrator-here =
    I’m not an admin of this group yet. Open the group’s page, tap Edit, then Administrators, add me, and leave these switched on:
    { $rights }
    After that, send /protect again.

channel-not-found =
    I can’t find <code>{ $name }</code>.
    Is it spelled right? If the channel is private, add me to it as an admin first, then try again.

not-a-channel = <code>{ $name }</code> isn’t a channel but a person, a bot or a basic group. Name the channel that people must join.

same-group = <code>{ $name }</code> is this group itself. Name the channel that people must join.

bot-not-in-channel =
    I’m not an admin of <b>{ $channel }</b> yet, so I can’t see who is in it.
    Add me with the button, then send /protect again.

bot-may-not-invite =
    <b>{ $channel }</b> is private, and I may not make an invite link for it.
    Open the channel’s page, tap Edit, then Administrators, then my name, and switch on “{ $right }”. After that, send /protect again.

caller-not-in-private-channel =
    <b>{ $channel }</b> is private, and you aren’t an admin of it.
    Ask someone who is an admin of both the channel and this group to send /protect.

anonymous-caller =
    <b>{ $channel }</b> is private, so I have to see that you are an admin of it, and you write here anonymously.
    Switch off “Remain anonymous” in your admin rights, send /protect again, and switch it back on if you like.

# $needed: all of the channels, or any.
must-join =
    { $needed ->
        [any] To write here, people must be in one of these:
       *[all] { $count ->
            [one] To write here, people must be in:
           *[other] To write here, people must be in all of these:
        }
    }

mute-ends =
    { $days ->
        [one] A mute ends by itself after { $days } day.
       *[other] A mute ends by itself after { $days } days.
    }

# $mode: does the gate act or only watch.
protected =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> is on trial: I only count who would be muted, and do nothing to anyone.
       *[enforce] ✅ <b>{ $group }</b> is protected now.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status shows the count.
       *[enforce] Anyone who isn’t in can’t write until they join. { mute-ends }
    }

protected-again =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> is on trial: I only count who would be muted, and do nothing to anyone.
       *[enforce] ✅ <b>{ $group }</b> is protected. This is what holds now.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status shows the count.
       *[enforce] Anyone who isn’t in can’t write until they join. { mute-ends }
    }

nothing-to-resume = Nothing was set up here before, so there is nothing to switch on again. Tell me the channel: <code>/protect @yourchannel</code>
