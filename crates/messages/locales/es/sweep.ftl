### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Comprobar ahora a todos los que conozco en este grupo
help-sweep = /sweep – comprobar ahora a todos los que conozco en este grupo; quien no esté en los canales queda silenciado
button-cancel-sweep = Cancelar

sweep-progress =
    <b>Compruebo a todos los que conozco en { $group }</b>
    { $bar } { $percent }%
    Comprobados: { $checked } de { $total }
sweep-time-left = Tiempo restante: unos { $minutes } min
sweep-done = <b>He comprobado a todos los que conozco en { $group }</b>
sweep-cancelled =
    <b>Se canceló la comprobación de { $group }</b>
    Comprobados: { $checked } de { $total }

sweep-counts =
    Pueden escribir: { $passed }
    { $effect ->
        [note] Quedarían silenciados: { $restricted }
        [step] Avisados o silenciados ahora: { $restricted }
       *[mute] Silenciados ahora: { $restricted }
    }
    Silenciados antes: { $before }
    { $outside ->
        [commenters] No son miembros del grupo: { $left } (se comprueban cuando comentan)
       *[gone] Ya no están en el grupo: { $left }
    }
    Telegram no respondió: { $unknown }

sweep-running = Ya hay una comprobación en marcha. Su mensaje muestra cuánto lleva.
sweep-off = La barrera está desactivada, así que no hay nada que comprobar. Un administrador puede activarla con /protect.
sweep-without-rights = Me falta un permiso que necesito en este grupo, así que no puedo comprobar a nadie. /status dice más.
sweep-untold = No puedo escribir en este grupo, y nadie queda silenciado sin aviso. Por eso ahora no compruebo a nadie.

answer-sweep-refused = Solo un administrador de este grupo puede cancelar la comprobación.
answer-sweep-cancelled = La comprobación está cancelada.
