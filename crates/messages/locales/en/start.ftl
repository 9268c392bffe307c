### The private chat: who the bot is, and why somebody can't write.

start =
    👋 Hello, I’m { $bot }. I let only people who have joined your channel write in your group. Everyone else is asked to join first.

    <b>Set up in a minute</b>
    1. Add me to your group with the first button. Leave the rights switched on.
    2. In the group, tap “{ button-setup-choose }” under my greeting.
    3. Pick your channel. That’s all: /status in the group shows that it works.

    More in /help.

restrictions-intro = Here is why you can’t write:

# $needed: all of the channels, any of them, or none is known.
restriction =
    <b>{ $group }</b>
    Muted since { $since }.{ restriction-case }
    { $needed ->
        [none] You don’t have to join anything any more: just press the button.
        [any] To write again, join { $channels }; one is enough.
       *[all] To write again, join { $channels }.
    }

restrictions-more =
    { $count ->
        [one] There is { $count } more group; I’ll show it when these are done.
       *[other] There are { $count } more groups; I’ll show them when these are done.
    }

restrictions-outro = Once you are in, you can write again. If it takes more than a moment, press “{ button-joined }”.

restrictions-none = I haven’t muted you in any group. If you can’t write somewhere, an admin there has muted you: please ask one of them.

restricted-by-administrator-in = In { $groups } an admin has muted you, not me. Joining a channel won’t change that: please ask an admin there.
