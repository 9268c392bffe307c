### The answer to /why: what the gate thinks of a person.

menu-why = Por que alguém pode escrever ou não (responda à pessoa)
help-why = /why – em resposta a alguém ou com um id: o que vejo dessa pessoa, o que decido e os últimos casos dela

why-usage = De quem se trata? Responda com /why a uma mensagem da pessoa, ou envie com o id dela: <code>/why 123456789</code>

why-unknown = O Telegram não me mostra ninguém com o id <code>{ $id }</code> aqui, e não tenho nenhum caso dessa pessoa. O id está certo? O mais fácil é responder com /why a uma mensagem dela.

why-person = Sobre <b>{ $person }</b> · <code>{ $id }</code>

# $status: what Telegram says of the person in the group.
why-status =
    Aqui: { $status ->
        [administrator] é admin
        [member] está no grupo
        [muted] silenciei essa pessoa
        [silenced] um admin silenciou essa pessoa, não eu
        [limited] um admin só permite algumas coisas
        [outside] não está no grupo
        [banned] um admin baniu essa pessoa
        [unknown] o Telegram não conhece essa pessoa aqui
       *[unclear] não consigo saber agora
    }

why-channel =
    { $channel }: { $membership ->
        [in] está no canal
        [out] não está no canal
       *[unclear] não consigo saber agora
    }

why-rule =
    <b>Regra:</b> { $rule ->
        [off] a proteção está desativada aqui, então ninguém é verificado.
        [braked] gente demais que está aqui há tempos falhou de uma vez. Pode ser um erro, então por enquanto não silencio ninguém.
        [administrator] admins nunca são verificados.
        [exempt] um admin abriu uma exceção para essa pessoa, então ela nunca é verificada. /unexempt desfaz isso.
        [never] contas desse tipo nunca são verificadas.
        [doubt] não consigo saber agora se é admin, e na dúvida não silencio ninguém.
        [any] é preciso estar em um destes canais.
        [all] é preciso estar em todos estes canais.
        [lenient] quando não consigo saber, deixo escrever.
       *[strict] quando não consigo saber, não deixo escrever.
    }

why-decision =
    <b>Decisão:</b> { $decision ->
        [allow] pode escrever.
        [release] nada mais impede a pessoa de escrever. Basta ela tocar em “{ button-joined }” abaixo do meu aviso ou me enviar /start.
        [observe] não poderia escrever até entrar em { $channels }. A proteção está em modo de teste, então não faço nada.
        [powerless] teria que entrar antes em { $channels }, mas me falta uma permissão aqui e não silencio ninguém. Mais em /status.
        [steps] precisa entrar antes em { $channels }.
       *[restrict] não pode escrever até entrar em { $channels }.
    }

# What becomes of what they write next, where the group's settings know steps before a mute.
why-next =
    <b>A próxima mensagem:</b> { $step ->
        [remind] fica, e meu aviso responde a ela.
        [stand] fica: já lembrei a pessoa.
        [warn] é apagada com um aviso; ainda sem silêncio.
       *[mute] é apagada, e a pessoa é silenciada.
    }

# $state: do they read a notice, or was it only noted. $case: its number, 0 if it has none.
why-muted =
    { $state ->
        [observed] Anotado em modo de teste em { $since }, sem silenciar.
        [reminded] 🔔 Lembrei essa pessoa em { $since }, sem silenciar.
        [warned] ⚠️ Adverti essa pessoa em { $since }, sem silenciar.
        [told] 🔇 Silenciei essa pessoa em { $since }; o silêncio dura no máximo até { $until }. O meu aviso diz o que fazer.
       *[untold] 🔇 Silenciei essa pessoa em { $since }; o silêncio dura no máximo até { $until }. Ainda não postei o meu aviso.
    }{ $case ->
        [0] {""}
       *[other] {" "}Caso { $case }.
    }

why-cases = <b>Últimos casos</b>

why-no-cases = Nenhum caso: nunca silenciei essa pessoa aqui.

why-case =
    { $case ->
        [0] Sem número
       *[other] Caso { $case }
    }, { $since }: { $reason ->
        [spoke] escreveu sem estar nos canais
        [came] entrou no grupo sem estar nos canais
        [swept] verificação de todos os membros
       *[left] saiu de um canal
    }{ $mode ->
        [observe] {" "}(em modo de teste, sem silenciar)
        [remind] {" "}(lembrete, sem silenciar)
        [warn] {" "}(advertência, sem silenciar)
       *[enforce] {""}
    }. { $end ->
        [open] Ainda em aberto.
        [joined] Terminou em { $until }: entrou.
        [off] Terminou em { $until }: a proteção foi desativada.
        [eased] Terminou em { $until }: passei a exigir menos.
        [exempted] Terminou em { $until }: um admin abriu uma exceção.
        [administrator] Terminou em { $until }: um admin decidiu sobre a pessoa.
        [expired] Terminou em { $until }: o prazo acabou.
        [never] Terminou em { $until }: o Telegram não me deixou silenciar a pessoa.
        [free] Terminou em { $until }: alguém já tinha tirado o silêncio.
        [erased] Terminou em { $until }: a pessoa pediu para apagar os seus dados.
        [braked] Terminou em { $until }: gente demais falhou de uma vez, então liberei a pessoa.
        [untold] Terminou em { $until }: não consegui postar um aviso, então liberei a pessoa.
        [stepped] Terminou em { $until }: a pessoa repetiu, e veio o passo seguinte.
       *[removed] Terminou em { $until }: fui removido do grupo.
    }

# Behind the line that says since when somebody is muted; 0: it has no number.
restriction-case =
    { $case ->
        [0] {""}
       *[other] {" "}É o caso { $case }; um admin pode consultá-lo.
    }
