### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Count whom the gate would stop; nobody is touched
help-preview = <code>/preview @channel</code> – count who isn’t in the channel, before you ask for it; nobody is touched
button-panel-preview = Preview the other choice

preview-progress =
    <b>Preview for { $group } – nobody is touched</b>
    { $bar } { $percent }%
    Checked: { $checked } of { $total }
preview-done = <b>Preview for { $group } – nobody was touched</b>
preview-cancelled =
    <b>The preview for { $group } was cancelled</b>
    Checked: { $checked } of { $total }

preview-seen =
    { $total ->
        [one] Of { $total } person
       *[other] Of { $total } people
    } seen in 30 days
preview-stopped =
    { $stopped ->
        [one] { $stopped } is
       *[other] { $stopped } are
    }
preview-one = { preview-seen }, { preview-stopped } not in { $channels } ({ $unknown } could not be checked).
preview-all = { preview-seen }, { preview-stopped } not in all of { $channels } ({ $unknown } could not be checked).
preview-any = { preview-seen }, { preview-stopped } not in any of { $channels } ({ $unknown } could not be checked).
preview-channel = Not in { $channel }: { $absent }
preview-muted = Muted by me already: { $count }
preview-left = Not in the group any more: { $count }
preview-unknown-stopped = Whoever could not be checked would be muted, too.
preview-note = Admins and exempt people count as let through. I know only those who joined or wrote while I was an admin here.
preview-usage = Name the channels to try, for example <code>/preview @yourchannel</code>. I only count: nobody is touched.
preview-running = A preview is under way already. Its message shows how far it is, with a button that cancels it.

panel-preview-ordered = The preview will appear in the group.
panel-preview-running = I’m checking people in the group already. Please try again once that is done.
answer-preview-cancelled = The preview is cancelled.
