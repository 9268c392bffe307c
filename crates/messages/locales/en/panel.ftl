### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Mute or only count
name-policy = Channels needed
name-on-unknown = When I can’t check
name-gate-on-join = Check who joins
name-gate-on-leave = Check who leaves
name-mute-for-days = Length of a mute
name-ladder = Mute at once or not
name-amnesty-days = Time to join
name-channel-senders = Writing as a channel
name-pending-join-requests = Waiting requests
name-language = Language
name-notice-text = Notice
name-notice-delete-after-seconds = How long notices stay
name-command-delete-after-seconds = How long commands stay
name-welcome-text = Welcome
name-brake = Sudden doubt
name-remove-join-lines = “X joined” lines

# What each setting does.
about-mode = On trial I only count who would be muted, and do nothing to anyone. Switching to the trial lets everyone I muted write again.
about-policy = If there are several channels: must people be in all of them, or is one enough?
about-on-unknown = Now and then Telegram doesn’t answer me. Muting then also hits people who did nothing wrong.
about-gate-on-join = Someone who comes and isn’t in the channels is muted at once; otherwise only when they write.
about-gate-on-leave = Someone who leaves a channel is muted here at once; otherwise only when they next write.
about-mute-for-days = A mute ends by itself after this time. A change counts for new mutes.
about-ladder = What happens when someone who isn’t in the channels writes. Remind: the first message of someone I have seen here for a day stays, and my notice answers it; the next one mutes them. Warn: I remove the message and show a notice; the third within a day mutes. Newcomers are muted as they join.
about-amnesty-days = People I saw here before the gate was switched on may write for so many days from then on. I remind each of them once.
about-channel-senders = Some people write in the name of a channel. A channel can’t be muted, but its messages can be removed.
about-pending-join-requests = In a private channel people may have to wait until they are let in. Shall they be able to write meanwhile? I only see such requests if I have the right “{ right-add-subscribers }” in the channel.
about-language = The language I write in this group. In private I speak each person’s own language.
about-notice-text = What people read here when they are muted. The buttons always follow below.
about-notice-delete-after-seconds = A notice always goes once nobody needs it. It can go sooner; the buttons go with it.
about-command-delete-after-seconds = I can remove commands and my answers after a while, so that the chat stays tidy.
about-welcome-text = What I write when someone joins the channels and so may write here for the first time.
about-brake = If many people who have long been here suddenly seem to be missing from the channels, it is probably a mistake: I stop muting, unmute them, and ask the admins.
about-remove-join-lines = Names can be adverts: I can remove the line that someone joined the group if they aren’t in the channels.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Only count (trial)
       *[enforce] Mute
    }
option-policy =
    { $value ->
        [any] One is enough
       *[all] All of them
    }
option-on-unknown =
    { $value ->
        [restrict] Mute them
       *[allow] Let them write
    }
option-ladder =
    { $value ->
        [remind] Remind first
        [warn] Warn first
       *[mute] Mute at once
    }
option-flag =
    { $value ->
        [no] No
       *[yes] Yes
    }
option-channel-senders =
    { $value ->
        [allow] Leave the messages
       *[delete] Remove the messages
    }
option-pending-join-requests =
    { $value ->
        [accept] They may write
       *[ignore] They must wait
    }
option-language-auto = Each person’s own
option-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
option-when-needless = When no longer needed
option-never = Never

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Back
button-panel-close = Close
button-panel-copy = Copy from another group
button-panel-write = Write a text
button-panel-number = Another number
button-panel-in-private = Go on in private
button-panel-standard-text = Use the standard text
button-panel-no-text = No welcome

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> in { $group }: send me the text as a reply to this message.

    I fill in these for you:
    <code>{"{"}name{"}"}</code> – the people it is for
    <code>{"{"}group{"}"}</code> – the group
    <code>{"{"}channels{"}"}</code> – the channels, with links

    For bold text write <code>&lt;b&gt;…&lt;/b&gt;</code>, for italics <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> in { $group }: send me a number from { $least } to { $most } as a reply to this message.
panel-ask-days = The number is in days.
panel-ask-seconds = The number is in seconds; 0 means there is no time limit.
panel-placeholder-text = Your text
panel-placeholder-number = A number

panel-text-saved = ✅ Saved. This is what people will read:
panel-saved = ✅ Saved.

panel-text-refused =
    I can’t use that text.
    { $reason }
    Nothing has changed. Reply to my question once more.
panel-number-refused = I need a number from { $least } to { $most }. Nothing has changed; reply to my question once more.
panel-text-wanted = I need a written text. Nothing has changed; reply to my question once more.

# What is wrong with a text.
text-broken-tag = There is a “&lt;” that begins no markup. To show that sign, write <code>&amp;lt;</code>.
text-unknown-tag = Telegram doesn’t know <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> is not written as Telegram takes it.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> is never closed with <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> closes nothing that is open there.
text-nested-quotation = A quotation can’t stand inside another one.
text-unknown-placeholder = I can’t fill in <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> can’t stand inside <code>&lt;{ $tag }&gt;</code>.
text-too-long = Filled in, it could have { $length } letters, and Telegram takes { $max } at most.
text-empty = There is nothing in it to read.

# Copying.
panel-copy =
    From which group shall I copy the settings to <b>{ $group }</b>? The channels stay as they are.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = I look after no other group that you have set up.

# Answers to a press.
panel-done = Saved.
panel-asked = Reply to my question below.
panel-copied = The settings are copied.
panel-administrators-only = Only this group’s admins can do that.
panel-copy-refused = I can’t copy from that group: you have to be an admin of it too.
