### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Choose the channel
button-setup-use-linked = Use { $channel }
button-setup-use-unseen = Use the linked channel
button-setup-appoint = Make me an admin
button-setup-another = Add another channel

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Thank you for having me! One step is left: choose the channel that people must join before they write here.
    { $linked ->
        [named] This group is linked to <b>{ $channel }</b>. An admin can take that one with the first button.
        [unseen] This group has a linked channel. An admin can take that one with the first button.
       *[none] An admin taps the button; there is nothing to type.
    }

setup-greeting-lacking =
    👋 Thank you for having me! To look after this group I still need:
    { $rights }
    Open the group’s page, tap Edit, then Administrators, then my name, and switch on what is missing. After that, an admin chooses the channel with the button.

setup-appoint-me =
    👋 Thank you for having me! To look after this group I have to be an admin, with no more than this:
    { $rights }
    Tap the button, choose this group, and leave the switches as they are.

setup-choose =
    Which channel must people join before they write in <b>{ $group }</b>?
    Tap “{ button-setup-choose }” below and pick it. Telegram adds me there by itself, with one right: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> is linked to the channel <b>{ $channel }</b>. Shall it be that one?
       *[unseen] <b>{ $group }</b> has a linked channel. Shall it be that one?
    }

setup-done = 🎉 That’s all: your group is set up.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 The gate is on trial: I only count who isn’t in { $channels }.
       *[enforce] ✅ The gate is on: to write here, please join { $channels }.
    }

setup-administrators-only = Only the group’s admins can set it up. Please ask one of them to tap the button in the group.
setup-outdated = I no longer know which group that was for. Please tap the button in the group once more.
setup-nothing-linked = This group has no linked channel any more. Please choose one with the other button.
setup-press-done = Done: the gate is on.
setup-press-refused = Not yet: my message says what is missing.

setup-basic-group =
    This is still a basic group, where Telegram can’t mute single people.
    Tap the button and choose the group: Telegram makes it a supergroup, and I’ll say there what is next.

setup-not-appointed =
    I’m not an admin of the group yet. Tap the button, choose the group, and leave these switched on:
    { $rights }
    I’ll say there what is next.

setup-bot-lacks =
    In the group I’m still missing:
    { $rights }
    Open the group’s page, tap Edit, then Administrators, then my name, and switch on what is missing. After that, tap the button again.

setup-not-in-channel =
    I’m not an admin of <b>{ $channel }</b> yet, so I can’t see who is in it.
    Add me with the button, and leave the one right switched on. I go on by myself then.

setup-may-not-invite =
    <b>{ $channel }</b> is private, and I may not make an invite link for it.
    Open the channel’s page, tap Edit, then Administrators, then my name, and switch on “{ $right }”. I go on by myself then.

setup-caller-not-in-channel =
    <b>{ $channel }</b> is private, and you aren’t an admin of it.
    Choose another channel, or ask someone who is an admin of both to tap the button in the group.

setup-must-wait =
    Telegram lets me look things up again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Nothing has changed; tap the same button again then.
