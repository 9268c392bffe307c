### What groups read that the operator of the bot does not have served.

denied-not-allowed = I serve only the groups that my operator has chosen, and this isn’t one of them. If you want me here, ask whoever runs this bot, and give them the group’s id: { $id }

denied-blocked = I no longer serve this group. If you think that is a mistake, ask whoever runs this bot, and give them the group’s id: { $id }

denied-press = I don’t serve this group. Ask whoever runs this bot.
