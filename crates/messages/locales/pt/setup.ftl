### Setting a group up by taps. What is on buttons and in answers to a press is plain text: no markup there.

button-setup-choose = Escolher o canal
button-setup-use-linked = Usar { $channel }
button-setup-use-unseen = Usar o canal vinculado
button-setup-appoint = Tornar-me admin
button-setup-another = Adicionar outro canal

# $linked: is there a linked channel, and may the bot see its name.
setup-greeting =
    👋 Obrigado por me adicionar! Falta um passo: escolher o canal em que as pessoas precisam entrar antes de escrever aqui.
    { $linked ->
        [named] Este grupo pertence a <b>{ $channel }</b>. Um administrador pode escolher esse com o primeiro botão.
        [unseen] Este grupo tem um canal vinculado. Um administrador pode escolher esse com o primeiro botão.
       *[none] Um administrador toca no botão; não é preciso digitar nada.
    }

setup-greeting-lacking =
    👋 Obrigado por me adicionar! Para cuidar deste grupo ainda me falta:
    { $rights }
    Abra a página do grupo, toque em Editar, depois em Administradores, depois no meu nome, e ative isso. Em seguida, um administrador escolhe o canal com o botão.

setup-appoint-me =
    👋 Obrigado por me adicionar! Para cuidar deste grupo preciso ser administrador, só com isto:
    { $rights }
    Toque no botão, escolha este grupo e deixe isso ativado.

setup-choose =
    Em que canal as pessoas precisam entrar antes de escrever em <b>{ $group }</b>?
    Toque em “{ button-setup-choose }” aqui embaixo e escolha o canal. O Telegram me adiciona lá sozinho, com uma única permissão: “{ right-add-subscribers }”.

setup-linked =
    { $linked ->
        [named] <b>{ $group }</b> pertence ao canal <b>{ $channel }</b>. Pode ser esse?
       *[unseen] <b>{ $group }</b> tem um canal vinculado. Pode ser esse?
    }

setup-done = 🎉 É só isso. Veja tudo aqui embaixo.

# $mode: does the gate act or only watch.
setup-gate-on =
    { $mode ->
        [observe] 👀 A proteção está em teste: só conto quem não está em { $channels }.
       *[enforce] ✅ A proteção está ativada: para escrever aqui, entre em { $channels }.
    }

setup-administrators-only = Só os administradores do grupo podem configurá-lo. Peça a um deles que toque no botão lá.
setup-outdated = Já não sei para qual grupo era. Toque outra vez no botão do grupo.
setup-nothing-linked = Este grupo não tem mais um canal vinculado. Escolha um com o outro botão.
setup-press-done = Pronto: a proteção está ativada.
setup-press-refused = Ainda não: a minha mensagem diz o que falta.

setup-basic-group =
    Este ainda é um grupo básico, e neles o Telegram não deixa silenciar uma pessoa só.
    Toque no botão e escolha o grupo: o Telegram o transforma em supergrupo, e lá eu digo como continuar.

setup-not-appointed =
    Ainda não sou administrador do grupo. Toque no botão, escolha o grupo e deixe isto ativado:
    { $rights }
    Lá eu digo como continuar.

setup-bot-lacks =
    No grupo ainda me falta:
    { $rights }
    Abra a página do grupo, toque em Editar, depois em Administradores, depois no meu nome, e ative isso. Depois, toque outra vez no botão.

setup-not-in-channel =
    Ainda não sou administrador de <b>{ $channel }</b>, por isso não vejo quem está lá.
    Adicione-me com o botão e deixe a única permissão ativada. Aí eu continuo sozinho.

setup-may-not-invite =
    <b>{ $channel }</b> é privado, e não posso criar um link de convite.
    Abra a página do canal, toque em Editar, depois em Administradores, depois no meu nome, e ative “{ $right }”. Aí eu continuo sozinho.

setup-caller-not-in-channel =
    <b>{ $channel }</b> é privado, e você não é administrador dele.
    Escolha outro canal, ou peça a um dos administradores dele, que também precisa ser administrador do grupo, que toque no botão lá.

setup-must-wait =
    O Telegram me deixa consultar de novo em { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. Nada mudou; toque então no mesmo botão outra vez.
