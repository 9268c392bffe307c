### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, щоб писати тут, { $needed ->
        [none] спершу підпишіться на канал цієї групи.
        [any] спершу підпишіться на будь-який із каналів: { $channels }.
       *[all] спершу підпишіться: { $channels }.
    } Потім натисніть «{ button-joined }».

# Who is called, when nobody is called by name.
people-unnamed = Друзі

channel-sender-notice =
    <b>{ $sender }</b>: у групі «{ $group }» не можна писати від імені каналу, тому повідомлення видалено. Пишіть від свого імені: натисніть на фото біля поля введення й виберіть свій акаунт.

# Takes the place of a notice that can be deleted no more.
outdated-message = Це повідомлення застаріло.
