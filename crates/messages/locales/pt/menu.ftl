### The menu of commands: plain text.

menu-start = Para que sirvo e por que você não pode escrever
menu-help = Comandos e ajuda quando algo não funciona
menu-status = Se a proteção está ativada e em quais canais entrar
menu-protect = Pedir que entrem em um canal: /protect @canal
menu-unprotect = Desativar a proteção ou remover um canal
menu-exempt = Nunca verificar uma pessoa (responda a ela)
menu-unexempt = Voltar a verificar uma pessoa (responda a ela)
menu-settings = As configurações deste grupo
