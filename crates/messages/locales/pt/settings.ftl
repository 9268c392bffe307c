### A group's settings with their values in words.

settings-title = <b>Configurações de { $group }</b>

settings-how-to-change = Toque no que quiser mudar.

settings-unfit = ⚠️ O que está guardado em { $keys } não é válido, por isso ali vale o padrão.

settings-refused = Só os admins desse grupo podem ver as configurações dele. Se você é um deles, confira se ainda estou no grupo e tente de novo.

setting-mode =
    Quem não está nos canais: <b>{ $value ->
        [observe] só é contado (teste)
       *[enforce] é silenciado
    }</b>
setting-policy =
    Canais exigidos: <b>{ $value ->
        [any] pelo menos um
       *[all] todos
    }</b>
setting-on-unknown =
    Quando não consigo verificar alguém: <b>{ $value ->
        [restrict] silencio a pessoa
       *[allow] deixo escrever
    }</b>
setting-gate-on-join =
    Verificar quem entra no grupo: <b>{ $value ->
        [no] não
       *[yes] sim
    }</b>
setting-gate-on-leave =
    Verificar quem sai de um canal: <b>{ $value ->
        [no] não
       *[yes] sim
    }</b>
setting-mute-for-days =
    Duração do silêncio: <b>{ $value ->
        [one] { $value } dia
       *[other] { $value } dias
    }</b>
setting-ladder =
    Quem escreve sem estar nos canais: <b>{ $value ->
        [remind] é lembrado primeiro
        [warn] é advertido primeiro
       *[mute] é silenciado na hora
    }</b>
setting-amnesty-days =
    Prazo para entrar para quem já estava antes: <b>{ $value ->
        [0] nenhum
        [one] { $value } dia
       *[other] { $value } dias
    }</b>
setting-channel-senders =
    Mensagens em nome de um canal: <b>{ $value ->
        [allow] ficam
       *[delete] são apagadas
    }</b>
setting-language =
    Idioma: <b>{ $value ->
        [chosen] { $name }
       *[auto] o de cada pessoa
    }</b>
setting-notice-text =
    Aviso: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>o texto padrão</b>
    }
setting-notice-delete-after-seconds =
    O aviso desaparece: <b>{ $value ->
        [0] quando não é mais necessário
       *[other] depois de { $time }
    }</b>
setting-command-delete-after-seconds =
    Os comandos e as minhas respostas: <b>{ $value ->
        [0] ficam
       *[other] desaparecem depois de { $time }
    }</b>
setting-pending-join-requests =
    Um pedido pendente para entrar em um canal: <b>{ $value ->
        [accept] conta como estar nele
       *[ignore] não conta
    }</b>
setting-welcome-text =
    Boas-vindas: { $value ->
        [own] <code>{ $text }</code>
       *[none] <b>nenhuma</b>
    }
setting-brake =
    Se muita gente conhecida falhar de uma vez: <b>{ $value ->
        [no] é silenciada
       *[yes] paro e pergunto
    }</b>
setting-remove-join-lines =
    A linha “X entrou” de quem ainda precisa entrar nos canais: <b>{ $value ->
        [no] fica
       *[yes] é apagada
    }</b>

# $unit: what $count counts.
duration =
    { $unit ->
        [hours] { $count ->
            [one] { $count } hora
           *[other] { $count } horas
        }
        [minutes] { $count ->
            [one] { $count } minuto
           *[other] { $count } minutos
        }
       *[seconds] { $count ->
            [one] { $count } segundo
           *[other] { $count } segundos
        }
    }
