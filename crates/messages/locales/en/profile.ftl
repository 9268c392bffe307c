### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = I keep a group for the people of its channel: whoever hasn’t joined yet is asked to, and can write as soon as they are in. Add me to your group, pick the channel, done. I keep no messages.

bot-short-description = Only people who have joined your channel can write in your group. Set up in a minute.
