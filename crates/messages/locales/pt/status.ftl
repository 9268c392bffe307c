### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] a proteção está desativada. Um admin pode ativá-la com /protect.
        [observe] a proteção está em modo de teste. Só conto, não silencio ninguém.
       *[enforce] a proteção está ativada.
    }

status-braked = ⚠️ Desde { $since } não silencio ninguém: gente demais que está aqui há tempos falhou de uma vez, e pode ser um erro. Continuo verificando; um admin pode me fazer continuar na minha mensagem sobre isso.

status-cannot-enforce = ⚠️ Falta uma permissão de que preciso neste grupo, por isso não silencio ninguém. Um admin pode resolver isso: perfil do grupo, Editar, Administradores, meu nome, e conferir se “{ right-delete-messages }” e “{ right-restrict-members }” estão ativadas.

status-channel =
    { $channel }{ $checked ->
        [no] {" "}– não consigo verificar agora. Ainda sou admin lá?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Canais guardados para quando ela for ativada de novo:

status-muted = Silenciados agora: { $open } · ao todo: { $total } · desses, entraram: { $joined }
status-requests-unheard = ⚠️ Não consigo ver quem pede para entrar em { $channels }, por isso esses pedidos não contam. Um admin de lá pode resolver isso: basta tocar no meu nome em Administradores e ativar “{ right-add-subscribers }”.

status-observed = Teriam sido silenciados: { $count }
status-people = Pessoas vistas: { $seen } · exceções: { $exempt }
status-since = Configurada em { $since } por { $owner }

status-unprotected = Aqui não há proteção: todos podem escrever. Um admin pode ativá-la com <code>/protect @seucanal</code>
