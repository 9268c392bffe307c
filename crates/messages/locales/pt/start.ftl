### The private chat: who the bot is, and why somebody can't write.

start =
    👋 Olá, eu sou { $bot }. No seu grupo, só deixo escrever quem entrou no seu canal. Aos outros, peço primeiro que entrem.

    <b>Pronto em um minuto</b>
    1. Adicione-me ao seu grupo com o primeiro botão. Deixe as permissões ativadas.
    2. No grupo, toque em “{ button-setup-choose }” abaixo da minha saudação.
    3. Escolha o seu canal. É só isso: /status no grupo mostra que funciona.

    Mais em /help.

restrictions-intro = Veja por que você não pode escrever:

# $needed: all of the channels, any of them, or none is known.
restriction =
    <b>{ $group }</b>
    Sem poder escrever desde { $since }.{ restriction-case }
    { $needed ->
        [none] Você não precisa mais entrar em nada: é só tocar no botão.
        [any] Para voltar a escrever, entre em { $channels }; basta um.
       *[all] Para voltar a escrever, entre em { $channels }.
    }

restrictions-more =
    { $count ->
        [one] Há mais { $count } grupo; mostro quando estes estiverem resolvidos.
       *[other] Há mais { $count } grupos; mostro quando estes estiverem resolvidos.
    }

restrictions-outro = Depois de entrar, você poderá escrever de novo. Se demorar mais que um instante, toque em “{ button-joined }”.

restrictions-none = Não silenciei você em nenhum grupo. Se não consegue escrever em algum, foi um admin de lá que silenciou você: fale com um deles.

restricted-by-administrator-in = Em { $groups }, foi um admin que silenciou você, não eu. Entrar em um canal não muda isso: fale com um admin de lá.
