### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }, burada yazabilmek için { $needed ->
        [none] lütfen önce bu grubun kanalına katılın.
        [any] lütfen önce şunlardan birine katılın: { $channels }.
       *[all] lütfen önce şuraya katılın: { $channels }.
    } Sonra “{ button-joined }” düğmesine basın.

# Who is called, when nobody is called by name.
people-unnamed = arkadaşlar

channel-sender-notice =
    <b>{ $sender }</b>: { $group } grubunda kanal adına yazılamıyor, bu yüzden o mesajı sildim. Lütfen kendi adınıza yazın: mesaj yazma alanının yanındaki fotoğrafa dokunup kendi hesabınızı seçin.

# Takes the place of a notice that can be deleted no more.
outdated-message = Bu mesaj artık geçerli değil.
