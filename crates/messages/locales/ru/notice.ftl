### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, чтобы писать здесь, { $needed ->
        [none] сначала подпишитесь на канал этой группы.
        [any] сначала подпишитесь на любой из каналов: { $channels }.
       *[all] сначала подпишитесь: { $channels }.
    } Потом нажмите «{ button-joined }».

# Who is called, when nobody is called by name.
people-unnamed = Друзья

channel-sender-notice =
    <b>{ $sender }</b>: в группе «{ $group }» нельзя писать от имени канала, поэтому сообщение удалено. Пишите от своего имени: нажмите на фото рядом с полем ввода и выберите свой аккаунт.

# Takes the place of a notice that can be deleted no more.
outdated-message = Это сообщение устарело.
