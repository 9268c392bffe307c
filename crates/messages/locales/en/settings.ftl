### A group's settings with their values in words.

settings-title = <b>Settings of { $group }</b>

settings-how-to-change = Tap what you want to change.

settings-unfit = ⚠️ What is stored for { $keys } isn’t valid, so the default applies there.

settings-refused = Only the admins of that group can see its settings. If you are one, check that I’m still in the group, then try again.

setting-mode =
    Who isn’t in the channels: <b>{ $value ->
        [observe] is only counted (trial)
       *[enforce] is muted
    }</b>
setting-policy =
    Channels needed: <b>{ $value ->
        [any] at least one
       *[all] all of them
    }</b>
setting-on-unknown =
    When I can’t check someone: <b>{ $value ->
        [restrict] they are muted
       *[allow] they may write
    }</b>
setting-gate-on-join =
    Check people as they join the group: <b>{ $value ->
        [no] no
       *[yes] yes
    }</b>
setting-gate-on-leave =
    Check people as they leave a channel: <b>{ $value ->
        [no] no
       *[yes] yes
    }</b>
setting-mute-for-days =
    A mute ends after: <b>{ $value ->
        [one] { $value } day
       *[other] { $value } days
    }</b>
setting-ladder =
    Who writes without being in the channels: <b>{ $value ->
        [remind] is reminded first
        [warn] is warned first
       *[mute] is muted at once
    }</b>
setting-amnesty-days =
    Time to join for people from before the gate: <b>{ $value ->
        [0] none
        [one] { $value } day
       *[other] { $value } days
    }</b>
setting-channel-senders =
    Messages in a channel’s name: <b>{ $value ->
        [allow] stay
       *[delete] are removed
    }</b>
setting-language =
    Language: <b>{ $value ->
        [chosen] { $name }
       *[auto] each person’s own
    }</b>
setting-notice-text =
    Notice: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>the standard text</b>
    }
setting-notice-delete-after-seconds =
    A notice goes: <b>{ $value ->
        [0] when it is no longer needed
       *[other] after { $time }
    }</b>
setting-command-delete-after-seconds =
    Commands and my answers: <b>{ $value ->
        [0] stay
       *[other] go after { $time }
    }</b>
setting-pending-join-requests =
    A waiting request to join a channel: <b>{ $value ->
        [accept] counts as being in it
       *[ignore] doesn’t count
    }</b>
setting-welcome-text =
    Welcome: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>none</b>
    }
setting-brake =
    If many long-known people fail at once: <b>{ $value ->
        [no] I mute them
       *[yes] I stop and ask
    }</b>
setting-remove-join-lines =
    The line “X joined” of someone who must join first: <b>{ $value ->
        [no] stays
       *[yes] is removed
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } hour
           *[other] { $count } hours
        }
        [minutes] { $count ->
            [one] { $count } minute
           *[other] { $count } minutes
        }
       *[seconds] { $count ->
            [one] { $count } second
           *[other] { $count } seconds
        }
    }
