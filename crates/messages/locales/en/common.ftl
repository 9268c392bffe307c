### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = English

unnamed-person = someone
unnamed-chat = an untitled chat

list-comma = { $items }, { $next }
list-and = { $items } and { $last }
list-or = { $items } or { $last }
list-more = { $count } more

moment =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $year }, { $time } UTC

button-join = Join { $channel }
button-joined = I have joined
button-joined-in = I have joined · { $group }
button-add-to-group = Add me to a group
button-add-to-channel = Add me to a channel
button-settings = See the settings

# The rights as Telegram's apps call them.
right-delete-messages = Delete messages
right-restrict-members = Ban users
right-invite-users = Invite users via link
right-add-subscribers = Add subscribers
