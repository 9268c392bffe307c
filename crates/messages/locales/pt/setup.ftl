### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Escolher o canal
button-setup-use-linked = Usar { $channel }
button-setup-use-unseen = Usar o canal vinculado
button-setup-appoint = Torne-me admin
button-setup-another = Adicionar outro canal

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Obrigado por me adicionar! Falta um passo: escolher o canal em que as pessoas precisam entrar antes de escrever aqui.
    { $linked ->
        [named] Este grupo está vinculado a <b>{ $channel }</b>. Um admin pode escolher esse canal com o primeiro botão.
        [unseen] Este grupo tem um canal vinculado. Um admin pode escolhê-lo com o primeiro botão.
       *[none] Basta um admin tocar no botão; não é preciso digitar nada.
    }

setup-greeting-lacking =
    👋 Obrigado por me adicionar! Para cuidar deste grupo ainda me falta:
    { $rights }
    Abra o perfil do grupo, toque em Editar, depois em Administradores e no meu nome, e ative o que falta. Depois disso, um admin pode escolher o canal com o botão.

setup-appoint-me =
    👋 Obrigado por me adicionar! Para cuidar deste grupo preciso ser admin, só com isto:
    { $rights }
    Toque no botão, escolha este grupo e deixe as permissões como estão.

setup-choose =
    Em que canal as pessoas precisam entrar antes de escrever em <b>{ $group }</b>?
    Toque em “{ button-setup-choose }” aqui embaixo e escolha o canal. O Telegram me adiciona lá automaticamente, com uma única permissão: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> está vinculado ao canal <b>{ $channel }</b>. Pode ser esse?
       *[unseen] <b>{ $group }</b> tem um canal vinculado. Pode ser esse?
    }

setup-done = 🎉 É só isso: o seu grupo já está configurado.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 A proteção está em modo de teste: só conto quem não está em { $channels }.
       *[enforce] ✅ A proteção está ativada: para escrever aqui, entre em { $channels }.
    }

setup-administrators-only = Só os admins do grupo podem configurá-lo. Peça a um deles para tocar no botão do grupo.
setup-outdated = Não sei mais para qual grupo era. Toque de novo no botão do grupo.
setup-nothing-linked = Este grupo não tem mais um canal vinculado. Escolha um com o outro botão.
setup-press-done = Pronto: a proteção está ativada.
setup-press-refused = Ainda não: a minha mensagem diz o que falta.

setup-basic-group =
    Este ainda é um grupo básico, em que o Telegram não permite silenciar pessoas específicas.
    Toque no botão e escolha o grupo: o Telegram o transforma em supergrupo, e lá eu digo como continuar.

setup-not-appointed =
    Ainda não sou admin do grupo. Toque no botão, escolha o grupo e deixe ativado o que preciso:
    { $rights }
    Lá eu digo como continuar.

setup-bot-lacks =
    No grupo ainda me falta:
    { $rights }
    Abra o perfil do grupo, toque em Editar, depois em Administradores e no meu nome, e ative o que falta. Depois disso, toque no botão de novo.

setup-not-in-channel =
    Ainda não sou admin de <b>{ $channel }</b>, por isso não vejo quem está lá.
    Adicione-me com o botão e deixe a única permissão ativada. Depois continuo por conta própria.

setup-may-not-invite =
    <b>{ $channel }</b> é privado, e não tenho permissão para criar um link de convite.
    Abra o perfil do canal, toque em Editar, depois em Administradores e no meu nome, e ative “{ $right }”. Depois continuo por conta própria.

setup-caller-not-in-channel =
    <b>{ $channel }</b> é privado, e você não é admin desse canal.
    Escolha outro canal ou peça a alguém que seja admin desse canal e do grupo para tocar no botão do grupo.

setup-must-wait =
    O Telegram só me deixa fazer novas consultas daqui a { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. Nada mudou; depois disso, toque no mesmo botão de novo.
