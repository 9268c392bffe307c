### The answers to /exempt and /unexempt.

exempted = { $person } agora é exceção: não verifico mais essa pessoa aqui. /unexempt desfaz isso.

already-exempt = { $person } já é exceção.

unexempted = { $person } não é mais exceção: volto a verificar essa pessoa como qualquer outra.

was-not-exempt = { $person } não era exceção, então nada mudou.

exempted-by-unmute = Um admin devolveu a voz a { $person }, então não verifico mais essa pessoa aqui. <code>/unexempt { $id }</code> desfaz isso.

which-person =
    Essa mensagem é sobre várias pessoas. De qual delas você está falando?
    { $people }

unreadable-person = <code>{ $word }</code> não é o id de uma pessoa: precisa ser um número. O mais fácil é responder a uma mensagem dela com o comando.

unseen-username = Não vi <code>{ $word }</code> neste grupo. Responda com o comando a uma mensagem da pessoa, ou envie com o id dela, que é um número.

exemptions-none = Aqui não há exceções. Para criar uma, responda a uma mensagem da pessoa com /exempt. Os admins não precisam disso.

exemptions =
    { $count ->
        [one] { $count } pessoa nunca é verificada aqui:
       *[other] { $count } pessoas nunca são verificadas aqui:
    }
    { $people }
    Para tirar alguém da lista, envie /unexempt com o id.

exemptions-page = Página { $page } de { $pages }

button-previous-page = Anterior

button-next-page = Próxima
