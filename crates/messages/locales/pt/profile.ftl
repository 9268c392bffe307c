### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = Cuido para que no grupo escreva quem está no canal dele: quem ainda não entrou recebe o convite e pode escrever assim que entrar. Adicione-me ao seu grupo, escolha o canal e pronto. Não guardo nenhuma mensagem.

bot-short-description = No seu grupo só escreve quem entrou no seu canal. Fica pronto em um minuto.
