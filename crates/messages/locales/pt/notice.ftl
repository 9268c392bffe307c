### What a group shows to those who can't write in it.

# $needed: all of the channels, any of them, or none is known.
notice =
    👋 { $people }: para escrever aqui, { $needed ->
        [none] primeiro é preciso entrar no canal deste grupo.
        [any] primeiro é preciso entrar em { $channels }; basta um.
       *[all] primeiro é preciso entrar em { $channels }.
    } Depois é só tocar em “{ button-joined }”.

# Who is called, when nobody is called by name.
people-unnamed = pessoal

channel-sender-notice =
    <b>{ $sender }</b>: em { $group } não é possível escrever em nome de um canal, por isso apaguei essa mensagem. Escreva com o seu próprio perfil: toque na foto ao lado do campo de texto e escolha a sua conta.

# Takes the place of a notice that can be deleted no more.
outdated-message = Esta mensagem não é mais válida.
