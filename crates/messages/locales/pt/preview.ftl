### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Contar quem o portão barraria, sem tocar em ninguém
help-preview = <code>/preview @canal</code> – contar quem não está no canal antes de exigi-lo; ninguém é tocado
button-panel-preview = Testar a outra opção

preview-progress =
    <b>Prévia de { $group }: ninguém é tocado</b>
    { $bar } { $percent }%
    Verificados: { $checked } de { $total }
preview-done = <b>Prévia de { $group }: ninguém foi tocado</b>
preview-cancelled =
    <b>A prévia de { $group } foi cancelada</b>
    Verificados: { $checked } de { $total }

preview-seen = Pessoas vistas em 30 dias: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    Não estão em { $channels }: { preview-stopped }
    Não puderam ser verificadas: { $unknown }
preview-all =
    { preview-seen }
    Não estão em todos estes canais: { $channels }: { preview-stopped }
    Não puderam ser verificadas: { $unknown }
preview-any =
    { preview-seen }
    Não estão em nenhum destes canais: { $channels }: { preview-stopped }
    Não puderam ser verificadas: { $unknown }
preview-channel = Não estão em { $channel }: { $absent }
preview-muted = Já silenciadas por mim: { $count }
preview-left = Não estão mais no grupo: { $count }
preview-unknown-stopped = Quem não pôde ser verificado também seria silenciado.
preview-note = Admins e pessoas isentas contam como liberados. Só conheço quem entrou ou escreveu enquanto eu era admin aqui.
preview-usage = Diga quais canais testar, por exemplo <code>/preview @seucanal</code>. Eu só conto: ninguém é tocado.
preview-running = Já há uma prévia em andamento. A mensagem dela mostra quanto já foi feito, com um botão para cancelar.

panel-preview-ordered = A prévia vai aparecer no grupo.
panel-preview-running = Já estou verificando pessoas no grupo. Tente de novo quando terminar.
answer-preview-cancelled = A prévia foi cancelada.
