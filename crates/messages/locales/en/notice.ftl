### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, to write here { $needed ->
        [none] please join this group’s channel first.
        [any] please join { $channels } first; one is enough.
       *[all] please join { $channels } first.
    } Then press “{ button-joined }”.

# Who is called, when nobody is called by name.
people-unnamed = everyone

channel-sender-notice =
    <b>{ $sender }</b>: in { $group } you can’t write in a channel’s name, so I removed that message. Please write as yourself: tap the picture beside the text field and choose your own account.

# Takes the place of a notice that can be deleted no more.
outdated-message = This message is out of date.
