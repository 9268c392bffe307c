### O que leem os grupos que o operador do bot não atende.

denied-not-allowed = Só atendo os grupos escolhidos por quem me opera, e este não é um deles. Se quiser que eu funcione aqui, fale com quem mantém este bot e informe o id do grupo: { $id }

denied-blocked = Não atendo mais este grupo. Se achar que é um engano, fale com quem mantém este bot e informe o id do grupo: { $id }

denied-press = Não atendo este grupo. Fale com quem mantém este bot.
