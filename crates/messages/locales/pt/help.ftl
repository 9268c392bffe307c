### What the bot can do, and what to try when it doesn't.

help =
    <b>Para todos</b>
    /status – no grupo: se a proteção está ativada e quais canais são exigidos
    /start – aqui: por que você não pode escrever e o que fazer

    <b>Para admins, no grupo</b>
    “{ button-setup-choose }” abaixo da minha saudação – três toques e a proteção está ativada; não vê a saudação? Use o botão do /start
    <code>/protect @canal</code> – o mesmo por comando: pedir que os membros entrem em um canal; indique vários para exigir todos
    /protect – ativar a proteção de novo
    <code>/unprotect @canal</code> – deixar de exigir um canal
    /unprotect – desativar a proteção; todos os que silenciei voltam a poder escrever
    <code>/unprotect keep</code> – desativar, mas sem liberar quem silenciei
    /exempt – em resposta a alguém ou com um id: nunca verificar essa pessoa; sem mais nada: a lista de exceções
    /unexempt – voltar a verificar essa pessoa
    { help-preview }
    { help-sweep }
    { help-stats }
    /settings – as configurações deste grupo, para mudar com alguns toques
    { help-why }

    <b>Se algo não funciona</b>
    <b>Entrei e ainda não consigo escrever.</b> Toque em “{ button-joined }” abaixo do meu aviso ou envie /start para mim.
    <b>Ninguém é silenciado.</b> Envie /status no grupo: a resposta diz o que me falta. Admins e exceções nunca são verificados.
    <b>O bot não consegue verificar um canal.</b> Torne-me admin desse canal; basta a permissão “{ right-add-subscribers }”.
    <b>Alguém foi silenciado por engano.</b> Um admin responde a uma mensagem da pessoa com /exempt ou envia /exempt com o id dela.
    <b>Um admin silenciou alguém.</b> Nisso eu não mexo: só um admin pode desfazer.

    O silêncio que eu aplico sempre termina sozinho depois de alguns dias.

help-in-group =
    <b>Não consegue escrever aqui?</b> Entre nos canais do meu aviso e toque em “{ button-joined }”. /status mostra quais são.
    <b>Admins:</b> para começar, toque em “{ button-setup-choose }” abaixo da minha saudação ou envie <code>/protect @seucanal</code>. Para todo o resto, envie /help no meu privado.
