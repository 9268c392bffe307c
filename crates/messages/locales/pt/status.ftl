### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] a proteção está desativada. Um admin pode ativá-la com /protect.
        [observe] a proteção está em teste. Só conto, não silencio ninguém.
       *[enforce] a proteção está ativada.
    }

status-cannot-enforce = ⚠️ Não tenho todas as permissões neste grupo, por isso não silencio ninguém. Um admin pode resolver isso: página do grupo, Editar, Administradores, meu nome, e ativar “{ right-delete-messages }” e “{ right-restrict-members }”.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– não consigo verificar agora. Ainda sou admin lá?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Guardado para quando for ativada de novo:

status-requests-unheard = ⚠️ Não consigo ver quem pede para entrar em { $channels }, por isso esses pedidos não contam. Um admin de lá pode resolver isso: meu nome entre os administradores, e ativar “{ right-invite-users }”.

status-muted = Silenciados agora: { $open } · ao todo: { $total } · dos quais entraram: { $joined }
status-observed = Teriam sido silenciados: { $count }
status-people = Pessoas vistas: { $seen } · exceções: { $exempt }
status-since = Configurada em { $since } por { $owner }

status-unprotected = Aqui não há proteção: todos podem escrever. Um admin pode ativá-la com <code>/protect @seucanal</code>
