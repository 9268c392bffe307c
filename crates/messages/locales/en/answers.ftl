### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Thank you! You can write in { $group } now.

answer-still-missing =
    { $needed ->
        [none] You aren’t in this group’s channel yet. Please join it, then press again.
        [any] Not there yet. Please join { $channels } (one is enough), then press again.
       *[all] Not there yet. Please join { $channels }, then press again.
    }

answer-not-restricted = You aren’t muted here, so there is nothing to do.

answer-restricted-by-administrator = It was an admin of this group who muted you, not me. Only an admin can change that: please ask one.

answer-could-not-check = I can’t check that right now. Nothing has changed; please try again in a moment.

answer-could-not-unmute = You’ve done your part, but Telegram doesn’t let me unmute you right now. I’ll keep trying; an admin of { $group } can do it at once.

answer-outdated-button = This button is out of date.
