### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = Português

unnamed-person = alguém
unnamed-chat = um chat sem nome

list-comma = { $items }, { $next }
list-and = { $items } e { $last }
list-or = { $items } ou { $last }
list-more = mais { $count }

moment =
    { $day } de { $month ->
        [1] jan.
        [2] fev.
        [3] mar.
        [4] abr.
        [5] mai.
        [6] jun.
        [7] jul.
        [8] ago.
        [9] set.
        [10] out.
        [11] nov.
       *[12] dez.
    } de { $year }, { $time } UTC

button-join = Entrar em { $channel }
button-joined = Já entrei
button-joined-in = Já entrei · { $group }
button-add-to-group = Adicionar a um grupo
button-add-to-channel = Adicionar a um canal
button-settings = Ver as configurações

# The rights as Telegram's apps call them.
right-delete-messages = Apagar mensagens
right-restrict-members = Banir usuários
right-invite-users = Convidar usuários via link
right-add-subscribers = Adicionar inscritos
