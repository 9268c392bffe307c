### The answers to /protect.

administrators-only = Só os admins deste grupo podem fazer isso.

must-wait =
    O Telegram só me deixa fazer novas consultas daqui a { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. Nada mudou; depois disso, envie o comando de novo.

protect-must-wait =
    O Telegram só me deixa voltar a procurar canais pelo nome daqui a { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }. Nada mudou.
    Depois disso, envie o comando de novo. Ou, em vez do nome, envie o link de um dos posts do canal ou o id do canal: <code>/protect -100…</code>

groups-only = Esse comando funciona em grupos. Adicione-me ao seu (envie /start e eu mostro um botão) e envie o comando lá.

basic-group =
    Este ainda é um grupo básico, em que o Telegram não permite silenciar pessoas específicas. O dono pode transformá-lo em supergrupo num instante:
    abra o perfil do grupo, toque em Editar, depois em “Histórico do chat para novos membros”, e escolha “Visível”.
    Depois disso, envie /protect de novo.

protect-usage =
    Diga em qual canal é preciso entrar: <code>/protect @seucanal</code>
    Você pode indicar vários, separados por espaço. Se o canal for privado, envie o link de um dos posts dele em vez do nome.

unreadable-channel =
    Não reconheço <code>{ $word }</code> como um canal.
    Escreva o nome assim: <code>@seucanal</code>, ou envie o link de um dos posts dele.

invite-link-given =
    <code>{ $word }</code> é um link de convite, e o Telegram não me diz a que canal ele leva.
    Adicione-me ao canal como admin, copie o link de um dos posts e envie assim: <code>/protect https://t.me/c/…</code>

too-many-channels =
    { $max ->
        [one] Um grupo pode exigir no máximo { $max } canal.
       *[other] Um grupo pode exigir no máximo { $max } canais.
    } Nada mudou.

bot-lacks-rights =
    Ainda me falta algo aqui:
    { $rights }
    Abra o perfil do grupo, toque em Editar, depois em Administradores e no meu nome, e ative o que falta. Depois disso, envie /protect de novo.

bot-not-administrator-here =
    Ainda não sou admin deste grupo. Abra o perfil do grupo, toque em Editar, depois em Administradores, adicione-me e deixe isto ativado:
    { $rights }
    Depois disso, envie /protect de novo.

channel-not-found =
    Não encontro <code>{ $name }</code>.
    O nome está certo? Se o canal for privado, primeiro adicione-me a ele como admin e depois tente de novo.

not-a-channel = <code>{ $name }</code> não é um canal, e sim uma pessoa, um bot ou um grupo básico. Indique o canal em que é preciso entrar.

same-group = <code>{ $name }</code> é este próprio grupo. Indique o canal em que é preciso entrar.

bot-not-in-channel =
    Ainda não sou admin de <b>{ $channel }</b>, por isso não vejo quem está lá.
    Adicione-me com o botão e envie /protect de novo.

bot-may-not-invite =
    <b>{ $channel }</b> é privado, e não tenho permissão para criar um link de convite.
    Abra o perfil do canal, toque em Editar, depois em Administradores e no meu nome, e ative “{ $right }”. Depois disso, envie /protect de novo.

caller-not-in-private-channel =
    <b>{ $channel }</b> é privado, e você não é admin desse canal.
    Peça a alguém que seja admin desse canal e deste grupo para enviar /protect.

anonymous-caller =
    <b>{ $channel }</b> é privado, por isso preciso ver que você é admin desse canal, mas aqui você escreve de forma anônima.
    Desative “Permanecer anônimo” nas suas permissões de admin, envie /protect de novo e, se quiser, volte a ativar.

# $needed: all of the channels, or any.
must-join =
    { $needed ->
        [any] Para escrever aqui, é preciso estar em um destes canais:
       *[all] { $count ->
            [one] Para escrever aqui, é preciso estar neste canal:
           *[other] Para escrever aqui, é preciso estar em todos estes canais:
        }
    }

mute-ends =
    { $days ->
        [one] O silêncio termina sozinho depois de { $days } dia.
       *[other] O silêncio termina sozinho depois de { $days } dias.
    }

# $mode: does the gate act or only watch.
protected =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> está em modo de teste: só conto quem seria silenciado e não faço nada a ninguém.
       *[enforce] ✅ <b>{ $group }</b> agora está protegido.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status mostra a contagem.
       *[enforce] Quem não estiver lá só poderá escrever depois de entrar. { mute-ends }
    }

protected-again =
    { $mode ->
        [observe] 👀 <b>{ $group }</b> está em modo de teste: só conto quem seria silenciado e não faço nada a ninguém.
       *[enforce] ✅ <b>{ $group }</b> está protegido. É isto que vale agora.
    }

    { must-join }
    { $channels }

    { $mode ->
        [observe] /status mostra a contagem.
       *[enforce] Quem não estiver lá só poderá escrever depois de entrar. { mute-ends }
    }

nothing-to-resume = Não havia nada configurado aqui antes, então não há nada para reativar. Diga qual é o canal: <code>/protect @seucanal</code>
