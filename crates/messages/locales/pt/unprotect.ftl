### The answers to /unprotect.

unprotected =
    A proteção de <b>{ $group }</b> está desativada. { $count ->
        [0] Ninguém estava silenciado.
        [one] A pessoa que eu tinha silenciado poderá voltar a escrever daqui a um instante.
       *[other] As { $count } pessoas que eu tinha silenciado poderão voltar a escrever em breve.
    }
    As suas configurações ficam guardadas: /protect ativa tudo de novo.

unprotected-keep =
    A proteção de <b>{ $group }</b> está desativada. { $count ->
        [0] Ninguém estava silenciado.
        [one] A pessoa que silenciei continua assim até entrar ou o prazo acabar. Envie /unprotect para deixá-la escrever.
       *[other] As { $count } pessoas que silenciei continuam assim até entrarem ou o prazo acabar. Envie /unprotect para deixá-las escrever.
    }
    As suas configurações ficam guardadas: /protect ativa tudo de novo.

not-protected = A proteção já está desativada aqui. Para ativá-la: <code>/protect @seucanal</code>

channels-removed =
    Não exijo mais: { $removed }.
    { $left-count ->
        [0] Não sobrou nenhum canal, por isso a proteção está desativada. Todos os que silenciei poderão voltar a escrever em breve.
       *[other] Ainda exijo: { $left }.
    }

channel-not-enforced = <code>{ $word }</code> não é um dos canais deste grupo. /status mostra quais são.
