### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Silenciar ou só contar
name-policy = Canais exigidos
name-on-unknown = Se não consigo verificar
name-gate-on-join = Verificar quem chega
name-gate-on-leave = Verificar quem sai
name-mute-for-days = Duração do silêncio
name-ladder = Silenciar na hora ou não
name-amnesty-days = Prazo para entrar
name-channel-senders = Escrever como canal
name-pending-join-requests = Pedidos pendentes
name-language = Idioma
name-notice-text = Aviso
name-notice-delete-after-seconds = Duração dos avisos
name-command-delete-after-seconds = Duração dos comandos
name-welcome-text = Boas-vindas
name-brake = Dúvida repentina
name-remove-join-lines = Linhas “X entrou”

# What each setting does.
about-mode = Em modo de teste, só conto quem seria silenciado e não faço nada a ninguém. Ao passar para esse modo, todos os que silenciei podem voltar a escrever.
about-policy = Se houver vários canais: é preciso estar em todos ou basta um?
about-on-unknown = Às vezes o Telegram não me responde. Silenciar nesse caso também atinge quem não fez nada de errado.
about-gate-on-join = Com “Sim”, silencio na hora quem chega sem estar nos canais; com “Não”, só quando escrever.
about-gate-on-leave = Com “Sim”, silencio aqui na hora quem sai de um canal; com “Não”, só na próxima vez que escrever.
about-mute-for-days = Um silêncio termina sozinho depois desse tempo. A mudança vale para os novos.
about-ladder = O que acontece quando escreve alguém que não está nos canais. Lembrar: a primeira mensagem de quem já vi aqui há um dia fica, e meu aviso responde a ela; na seguinte, silencio. Advertir: apago a mensagem e mostro um aviso; na terceira em um dia, silencio. Quem acaba de chegar é silenciado ao entrar.
about-amnesty-days = As pessoas que vi aqui antes de a proteção ser ligada podem escrever por tantos dias a partir daí. Lembro cada uma delas uma vez.
about-channel-senders = Há quem escreva em nome de um canal. Um canal não pode ser silenciado, mas as mensagens dele podem ser apagadas.
about-pending-join-requests = Em um canal privado, às vezes é preciso esperar para ser aceito. A pessoa pode escrever enquanto isso? Só vejo esses pedidos se tiver no canal a permissão “{ right-add-subscribers }”.
about-language = O idioma em que escrevo neste grupo. No privado, uso o idioma de cada pessoa.
about-notice-text = O que as pessoas silenciadas leem aqui. Os botões vêm sempre embaixo.
about-notice-delete-after-seconds = Um aviso sempre some quando ninguém mais precisa dele. Pode sumir antes; os botões vão junto.
about-command-delete-after-seconds = Posso apagar os comandos e as minhas respostas depois de um tempo, para o chat ficar arrumado.
about-welcome-text = O que escrevo quando alguém entra nos canais e pode escrever aqui pela primeira vez.
about-brake = Se muita gente que está aqui há tempos de repente parece não estar nos canais, provavelmente é um erro: paro de silenciar, libero essas pessoas e pergunto aos admins.
about-remove-join-lines = Nomes podem ser propaganda: posso apagar a linha de que alguém entrou no grupo se a pessoa não estiver nos canais.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Só contar (teste)
       *[enforce] Silenciar
    }
option-policy =
    { $value ->
        [any] Basta um
       *[all] Todos
    }
option-on-unknown =
    { $value ->
        [restrict] Silenciar
       *[allow] Deixar escrever
    }
option-ladder =
    { $value ->
        [remind] Lembrar primeiro
        [warn] Advertir primeiro
       *[mute] Silenciar na hora
    }
option-flag =
    { $value ->
        [no] Não
       *[yes] Sim
    }
option-channel-senders =
    { $value ->
        [allow] Deixar as mensagens
       *[delete] Apagar as mensagens
    }
option-pending-join-requests =
    { $value ->
        [accept] Podem escrever
       *[ignore] Têm que esperar
    }
option-language-auto = O de cada pessoa
option-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
option-when-needless = Quando não for mais preciso
option-never = Nunca

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Voltar
button-panel-close = Fechar
button-panel-copy = Copiar de outro grupo
button-panel-write = Escrever um texto
button-panel-number = Outro número
button-panel-in-private = Continuar no privado
button-panel-standard-text = Usar o texto padrão
button-panel-no-text = Sem boas-vindas

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> em { $group }: me envie o texto como resposta a esta mensagem.

    Isto eu preencho:
    <code>{"{"}name{"}"}</code> – as pessoas a quem se dirige
    <code>{"{"}group{"}"}</code> – o grupo
    <code>{"{"}channels{"}"}</code> – os canais, com links

    Para negrito escreva <code>&lt;b&gt;…&lt;/b&gt;</code>; para itálico, <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> em { $group }: me envie um número de { $least } a { $most } como resposta a esta mensagem.
panel-ask-days = O número é em dias.
panel-ask-seconds = O número é em segundos; com 0, nada é apagado por tempo.
panel-placeholder-text = Seu texto
panel-placeholder-number = Um número

panel-text-saved = ✅ Salvo. É isto que as pessoas vão ler:
panel-saved = ✅ Salvo.

panel-text-refused =
    Não posso usar esse texto.
    { $reason }
    Nada mudou. Responda de novo à minha pergunta.
panel-number-refused = Preciso de um número de { $least } a { $most }. Nada mudou; responda de novo à minha pergunta.
panel-text-wanted = Preciso de um texto escrito. Nada mudou; responda de novo à minha pergunta.

# What is wrong with a text.
text-broken-tag = Há um “&lt;” que não abre nenhuma formatação. Para mostrar esse sinal, escreva <code>&amp;lt;</code>.
text-unknown-tag = O Telegram não conhece <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> não está escrito como o Telegram aceita.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> nunca é fechado com <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> não fecha nada que esteja aberto ali.
text-nested-quotation = Uma citação não pode ficar dentro de outra.
text-unknown-placeholder = Não sei preencher <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> não pode ficar dentro de <code>&lt;{ $tag }&gt;</code>.
text-too-long = Preenchido, ele poderia ter { $length } caracteres, e o Telegram aceita no máximo { $max }.
text-empty = Não há nada para ler.

# Copying.
panel-copy =
    De qual grupo devo copiar as configurações para <b>{ $group }</b>? Os canais continuam como estão.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = Não tenho nenhum outro grupo que você tenha configurado.

# Answers to a press.
panel-done = Salvo.
panel-asked = Responda à minha pergunta abaixo.
panel-copied = As configurações foram copiadas.
panel-administrators-only = Só os admins deste grupo podem fazer isso.
panel-copy-refused = Não posso copiar desse grupo: você precisa ser admin dele também.
