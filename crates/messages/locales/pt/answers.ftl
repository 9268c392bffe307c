### The answers to «I have joined»: plain text, 200 letters at most with everything filled in.

answer-passed = Obrigado! Você já pode escrever em { $group }.

answer-still-missing =
    { $needed ->
        [none] Você ainda não está no canal deste grupo. Entre nele e toque no botão de novo.
        [any] Ainda não. Entre em { $channels } (basta um) e toque no botão de novo.
       *[all] Ainda não. Entre em { $channels } e toque no botão de novo.
    }

answer-not-restricted = Ninguém silenciou você aqui, então não precisa fazer nada.

answer-restricted-by-administrator = Quem silenciou você foi um admin deste grupo, não eu. Só um admin pode mudar isso: fale com um deles.

answer-could-not-check = Não consigo verificar isso agora. Nada mudou; tente de novo daqui a pouco.

answer-could-not-unmute = Você fez a sua parte, mas o Telegram não me deixa liberar você agora. Vou continuar tentando; um admin de { $group } pode fazer isso agora mesmo.

answer-outdated-button = Este botão não é mais válido.
