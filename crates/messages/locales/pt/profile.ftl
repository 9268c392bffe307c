### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = No seu grupo, só deixo escrever quem está no seu canal: a quem ainda não entrou, peço que entre, e a pessoa pode escrever assim que entrar. Adicione-me ao seu grupo, escolha o canal e pronto. Não guardo nenhuma mensagem.

bot-short-description = No seu grupo só escreve quem entrou no seu canal. Fica pronto em um minuto.
