### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Contar a quién detendría la barrera, sin tocar a nadie
help-preview = <code>/preview @canal</code> – contar quién no está en el canal antes de pedirlo; no se toca a nadie
button-panel-preview = Probar la otra opción

preview-progress =
    <b>Vista previa de { $group }: no se toca a nadie</b>
    { $bar } { $percent }%
    Comprobados: { $checked } de { $total }
preview-done = <b>Vista previa de { $group }: no se tocó a nadie</b>
preview-cancelled =
    <b>Se canceló la vista previa de { $group }</b>
    Comprobados: { $checked } de { $total }

preview-seen = Personas vistas en 30 días: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    No están en { $channels }: { preview-stopped }
    No se pudieron comprobar: { $unknown }
preview-all =
    { preview-seen }
    No están en todos estos canales: { $channels }: { preview-stopped }
    No se pudieron comprobar: { $unknown }
preview-any =
    { preview-seen }
    No están en ninguno de estos canales: { $channels }: { preview-stopped }
    No se pudieron comprobar: { $unknown }
preview-channel = No están en { $channel }: { $absent }
preview-muted = Ya silenciados por mí: { $count }
preview-left = Ya no están en el grupo: { $count }
preview-unknown-stopped = A quienes no se pudo comprobar también se les silenciaría.
preview-note = Los administradores y las personas exentas cuentan como admitidos. Solo conozco a quienes entraron o escribieron mientras yo era administrador aquí.
preview-usage = Di qué canales probar, por ejemplo <code>/preview @tucanal</code>. Solo cuento: no se toca a nadie.
preview-running = Ya hay una vista previa en marcha. Su mensaje muestra cuánto lleva, con un botón para cancelarla.

panel-preview-ordered = La vista previa aparecerá en el grupo.
panel-preview-running = Ya estoy comprobando a gente en el grupo. Inténtalo cuando termine.
answer-preview-cancelled = La vista previa está cancelada.
