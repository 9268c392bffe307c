### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Verificar agora todos que conheço neste grupo
help-sweep = /sweep – verificar agora todos que conheço neste grupo; quem não estiver nos canais é silenciado
button-cancel-sweep = Cancelar

sweep-progress =
    <b>Verificando todos que conheço em { $group }</b>
    { $bar } { $percent }%
    Verificados: { $checked } de { $total }
sweep-time-left = Tempo restante: cerca de { $minutes } min
sweep-done = <b>Todos que conheço em { $group } foram verificados</b>
sweep-cancelled =
    <b>A verificação de { $group } foi cancelada</b>
    Verificados: { $checked } de { $total }

sweep-counts =
    Podem escrever: { $passed }
    { $effect ->
        [note] Seriam silenciados: { $restricted }
        [step] Avisados ou silenciados agora: { $restricted }
       *[mute] Silenciados agora: { $restricted }
    }
    Silenciados antes: { $before }
    { $outside ->
        [commenters] Não são membros do grupo: { $left } (verificados quando comentam)
       *[gone] Não estão mais no grupo: { $left }
    }
    O Telegram não respondeu: { $unknown }

sweep-running = Já há uma verificação em andamento. A mensagem dela mostra quanto já foi feito.
sweep-off = O portão está desligado, então não há nada a verificar. Um administrador pode ligá-lo com /protect.
sweep-without-rights = Falta-me uma permissão de que preciso neste grupo, então não posso verificar ninguém. /status diz mais.
sweep-untold = Não posso escrever neste grupo, e ninguém é silenciado sem aviso. Por isso não verifico ninguém agora.

answer-sweep-refused = Só um administrador deste grupo pode cancelar a verificação.
answer-sweep-cancelled = A verificação foi cancelada.
