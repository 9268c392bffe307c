### What admins are told when the bot loses what it needs, and when it has it back.

# $state: is the bot still an admin, but lacking rights, or was it dismissed.
cannot-enforce =
    ⚠️ Não consigo cuidar de <b>{ $group }</b> agora, por isso não silencio ninguém. { $state ->
        [dismissed] Não sou mais admin lá. Por favor, torne-me admin de novo, com estas permissões:
       *[lacking] Faltam estas permissões:
    }
    { $rights }
    Elas ficam no perfil do grupo: Editar, Administradores{ $state ->
        [dismissed] .
       *[lacking] , meu nome.
    } Assim que as tiver, continuo por conta própria.

can-enforce-again = ✅ Tenho de novo as minhas permissões em <b>{ $group }</b>, e a proteção funciona como antes.

cannot-check =
    ⚠️ Não vejo mais quem está em { $channel }, por isso a proteção de <b>{ $group }</b> não pode exigir esse canal.
    Por favor, torne-me admin desse canal de novo. Depois continuo por conta própria.

can-check-again = ✅ Vejo de novo quem está em { $channel }, e <b>{ $group }</b> exige esse canal como antes.

cannot-notify =
    ⚠️ Não consigo postar em <b>{ $group }</b>, por isso não posso dizer às pessoas por que foram silenciadas. Liberei quem ainda não tinha recebido nenhum aviso e, por enquanto, todos podem escrever.
    Por favor, deixe-me postar lá: abra o Geral ou outro tópico, ou me dê a permissão de gerenciar tópicos. Tento de novo por conta própria a cada hora.

# Many known members failed at once, and nobody is muted now. $people: the first of them, and how many more.
brake-tripped =
    ⚠️ Parei de silenciar em <b>{ $group }</b>: de repente, muita gente que está aqui há tempos parece não estar nos canais. Pode muito bem ser um erro, e não delas.
    Quem: { $people }
    Liberados: { $freed }
    Por enquanto todos podem escrever. Continuo verificando e sigo por conta própria quando isso passar. Se for certo silenciar, toque em “{ button-go-on }”.

button-go-on = Continuar

brake-recovered = ✅ A proteção de <b>{ $group }</b> voltou a funcionar como antes. Foi um erro: quem parecia faltar está nos canais.

brake-overridden = ✅ A proteção de <b>{ $group }</b> voltou a funcionar como antes: { $admin } tocou em “{ button-go-on }”. Durante um dia não paro por conta própria.

brake-switched-off = ✅ Em <b>{ $group }</b> não seguro mais nada: os admins mudaram as configurações, e são elas que valem agora.

# The answers to the button: plain text, 200 letters at most.
answer-gone-on = A proteção voltou a funcionar.

answer-brake-is-over = Isso já passou: a proteção está funcionando.
