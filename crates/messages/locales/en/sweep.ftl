### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Check everyone I know in this group now
help-sweep = /sweep – check everyone I know in this group now; whoever isn’t in the channels is muted
button-cancel-sweep = Cancel

sweep-progress =
    <b>Checking everyone I know in { $group }</b>
    { $bar } { $percent }%
    Checked: { $checked } of { $total }
sweep-time-left = Time left: about { $minutes } min
sweep-done = <b>Everyone I know in { $group } is checked</b>
sweep-cancelled =
    <b>The check of { $group } was cancelled</b>
    Checked: { $checked } of { $total }

sweep-counts =
    May write: { $passed }
    { $effect ->
        [note] Would be muted: { $restricted }
        [step] Told or muted now: { $restricted }
       *[mute] Muted now: { $restricted }
    }
    Muted before: { $before }
    { $outside ->
        [commenters] Not members of the group: { $left } (checked when they comment)
       *[gone] Not in the group any more: { $left }
    }
    Telegram didn’t say: { $unknown }

sweep-running = A check is under way already. Its message shows how far it is.
sweep-off = The gate is off, so there is nothing to check. An admin can switch it on with /protect.
sweep-without-rights = I lack a right that I need in this group, so I can’t check anyone. /status says more.
sweep-untold = I can’t post in this group, and nobody is muted without a word. So I check nobody now.

answer-sweep-refused = Only an admin of this group can cancel the check.
answer-sweep-cancelled = The check is cancelled.
