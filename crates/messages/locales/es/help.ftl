### Lo que el bot sabe hacer y qué probar cuando no lo hace.

help =
    <b>Para todos</b>
    /status – en un grupo: si la protección está activada y qué canales pide
    /start – aquí: por qué no puedes escribir y qué hacer

    <b>Para administradores, en el grupo</b>
    «{ button-setup-choose }» debajo de mi saludo – tres toques y la protección queda activada; ¿no ves el saludo? Usa el botón de /start
    <code>/protect @canal</code> – lo mismo con un comando: pedir a los miembros que se unan a un canal; indica varios para pedirlos todos
    /protect – volver a activar la protección
    <code>/unprotect @canal</code> – dejar de pedir un canal
    /unprotect – desactivar la protección; todos los que silencié podrán volver a escribir
    <code>/unprotect keep</code> – desactivarla, pero sin quitar los silencios
    /exempt – como respuesta o con un id: no verificar nunca a esa persona; sin nada más: la lista de excepciones
    /unexempt – volver a verificarla
    { help-preview }
    { help-sweep }
    { help-stats }
    /settings – los ajustes de este grupo, para cambiarlos con unos toques
    { help-why }

    <b>Si algo no funciona</b>
    <b>Me uní y sigo sin poder escribir.</b> Toca «{ button-joined }» debajo de mi aviso, o envíame /start.
    <b>No se silencia a nadie.</b> Envía /status en el grupo: dice qué me falta. A los administradores y a las excepciones no los verifico nunca.
    <b>El bot no puede comprobar un canal.</b> Hazme administrador de ese canal; me basta con «{ right-add-subscribers }».
    <b>Se silenció a alguien por error.</b> Un administrador responde a uno de sus mensajes con /exempt, o envía /exempt con su id.
    <b>Un administrador silenció a alguien.</b> Eso no lo toco: solo un administrador puede deshacerlo.

    El silencio que pongo yo siempre se quita automáticamente después de unos días.

help-in-group =
    <b>¿No puedes escribir aquí?</b> Únete a los canales de mi aviso y toca «{ button-joined }». /status muestra cuáles son.
    <b>Administradores:</b> para empezar, toca «{ button-setup-choose }» debajo de mi saludo o envía <code>/protect @tucanal</code>. Para todo lo demás, envíame /help en privado.
