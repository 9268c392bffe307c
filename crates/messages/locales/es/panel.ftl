### The settings panel: what is tapped, asked and answered. Names, buttons and answers to a press are plain text: no markup there.

# What each setting is called on its button.
name-mode = Silenciar o solo contar
name-policy = Canales necesarios
name-on-unknown = Si no puedo verificar
name-gate-on-join = Verificar a quien llega
name-gate-on-leave = Verificar a quien sale
name-mute-for-days = Duración del silencio
name-ladder = Silenciar al momento o no
name-amnesty-days = Plazo para unirse
name-channel-senders = Escribir como canal
name-pending-join-requests = Solicitudes pendientes
name-language = Idioma
name-notice-text = Aviso
name-notice-delete-after-seconds = Duración de los avisos
name-command-delete-after-seconds = Duración de los comandos
name-welcome-text = Bienvenida
name-brake = Duda repentina
name-remove-join-lines = Líneas «X se unió»

# What each setting does.
about-mode = En modo de prueba solo cuento a quién silenciaría y no le hago nada a nadie. Al pasar a este modo, todos los que silencié pueden volver a escribir.
about-policy = Si hay varios canales: ¿hay que estar en todos o basta con uno?
about-on-unknown = A veces Telegram no me responde. Silenciar entonces también afecta a gente que no ha hecho nada malo.
about-gate-on-join = Con «Sí», silencio al momento a quien llega sin estar en los canales; con «No», solo cuando escribe.
about-gate-on-leave = Con «Sí», silencio aquí al momento a quien sale de un canal; con «No», solo la próxima vez que escriba.
about-mute-for-days = Un silencio termina solo después de este tiempo. El cambio vale para los nuevos.
about-ladder = Qué pasa cuando escribe alguien que no está en los canales. Recordar: el primer mensaje de quien ya vi aquí hace un día se queda y mi aviso le responde; con el siguiente, silencio. Advertir: elimino el mensaje y muestro un aviso; con el tercero en un día, silencio. Quien acaba de llegar queda en silencio al entrar.
about-amnesty-days = Las personas que vi aquí antes de activar la protección pueden escribir durante estos días a partir de entonces. A cada una se lo recuerdo una vez.
about-channel-senders = Hay quien escribe en nombre de un canal. A un canal no se le puede silenciar, pero sus mensajes se pueden eliminar.
about-pending-join-requests = En un canal privado a veces hay que esperar a que te admitan. ¿Se puede escribir mientras tanto? Solo veo esas solicitudes si tengo en el canal el permiso «{ right-add-subscribers }».
about-language = El idioma en que escribo en este grupo. En privado uso el idioma de cada persona.
about-notice-text = Lo que lee aquí la gente silenciada. Los botones van siempre debajo.
about-notice-delete-after-seconds = Un aviso desaparece siempre cuando nadie lo necesita. Puede irse antes; los botones se van con él.
about-command-delete-after-seconds = Puedo eliminar los comandos y mis respuestas al cabo de un rato, para que el chat quede ordenado.
about-welcome-text = Lo que escribo cuando alguien se une a los canales y puede escribir aquí por primera vez.
about-brake = Si de repente parece que mucha gente que lleva tiempo aquí ya no está en los canales, seguramente es un error: dejo de silenciar, les devuelvo la voz y pregunto a los administradores.
about-remove-join-lines = Los nombres pueden ser publicidad: puedo quitar la línea de que alguien se unió al grupo si no está en los canales.

# What can be chosen.
option-mode =
    { $value ->
        [observe] Solo contar (prueba)
       *[enforce] Silenciar
    }
option-policy =
    { $value ->
        [any] Basta con uno
       *[all] Todos
    }
option-on-unknown =
    { $value ->
        [restrict] Silenciar
       *[allow] Dejar escribir
    }
option-ladder =
    { $value ->
        [remind] Recordar primero
        [warn] Advertir primero
       *[mute] Silenciar al momento
    }
option-flag =
    { $value ->
        [no] No
       *[yes] Sí
    }
option-channel-senders =
    { $value ->
        [allow] Dejar los mensajes
       *[delete] Eliminar los mensajes
    }
option-pending-join-requests =
    { $value ->
        [accept] Pueden escribir
       *[ignore] Tienen que esperar
    }
option-language-auto = El de cada persona
option-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
option-when-needless = Cuando ya no haga falta
option-never = Nunca

# The value that a setting has.
panel-tick = ✓ { $label }

button-panel-back = Volver
button-panel-close = Cerrar
button-panel-copy = Copiar de otro grupo
button-panel-write = Escribir un texto
button-panel-number = Otro número
button-panel-in-private = Seguir en privado
button-panel-standard-text = Usar el texto estándar
button-panel-no-text = Sin bienvenida

# The questions. $group leads back to the setting.
panel-ask-text =
    ✍️ <b>{ $setting }</b> en { $group }: envíame el texto como respuesta a este mensaje.

    Esto lo relleno yo:
    <code>{"{"}name{"}"}</code> – las personas a las que va dirigido
    <code>{"{"}group{"}"}</code> – el grupo
    <code>{"{"}channels{"}"}</code> – los canales, con enlaces

    Para negrita escribe <code>&lt;b&gt;…&lt;/b&gt;</code>; para cursiva, <code>&lt;i&gt;…&lt;/i&gt;</code>.
panel-ask-number = ✍️ <b>{ $setting }</b> en { $group }: envíame un número del { $least } al { $most } como respuesta a este mensaje.
panel-ask-days = El número indica días.
panel-ask-seconds = El número indica segundos; con 0, nada se elimina por tiempo.
panel-placeholder-text = Tu texto
panel-placeholder-number = Un número

panel-text-saved = ✅ Guardado. Esto es lo que leerá la gente:
panel-saved = ✅ Guardado.

panel-text-refused =
    No puedo usar ese texto.
    { $reason }
    No ha cambiado nada. Responde otra vez a mi pregunta.
panel-number-refused = Necesito un número del { $least } al { $most }. No ha cambiado nada; responde otra vez a mi pregunta.
panel-text-wanted = Necesito un texto escrito. No ha cambiado nada; responde otra vez a mi pregunta.

# What is wrong with a text.
text-broken-tag = Hay un «&lt;» que no abre ningún formato. Para mostrar ese signo, escribe <code>&amp;lt;</code>.
text-unknown-tag = Telegram no conoce <code>&lt;{ $tag }&gt;</code>.
text-invalid-attributes = <code>&lt;{ $tag }&gt;</code> no está escrito como lo admite Telegram.
text-unclosed-tag = <code>&lt;{ $tag }&gt;</code> nunca se cierra con <code>&lt;/{ $tag }&gt;</code>.
text-unexpected-closing-tag = <code>&lt;/{ $tag }&gt;</code> no cierra nada que esté abierto ahí.
text-nested-quotation = Una cita no puede ir dentro de otra.
text-unknown-placeholder = No sé rellenar <code>{"{"}{ $placeholder }{"}"}</code>.
text-misplaced-placeholder = <code>{"{"}{ $placeholder }{"}"}</code> no puede ir dentro de <code>&lt;{ $tag }&gt;</code>.
text-too-long = Una vez relleno podría tener { $length } caracteres, y Telegram admite { $max } como máximo.
text-empty = No hay nada que leer.

# Copying.
panel-copy =
    ¿De qué grupo copio los ajustes a <b>{ $group }</b>? Los canales no cambian.
    { $groups }
panel-copy-line = { $number }. { $group }
panel-copy-none = No tengo ningún otro grupo que hayas configurado tú.

# Answers to a press.
panel-done = Guardado.
panel-asked = Responde a mi pregunta, más abajo.
panel-copied = Ajustes copiados.
panel-administrators-only = Solo los administradores de este grupo pueden hacer eso.
panel-copy-refused = No puedo copiar de ese grupo: también allí tienes que ser administrador.
