### Lo que el bot sabe hacer y qué probar cuando no lo hace.

help =
    <b>Para todos</b>
    /status – en un grupo: si el control está activado y qué canales pide
    /start – aquí: por qué no puedes escribir y qué hacer

    <b>Para administradores, en el grupo</b>
    <code>/protect @canal</code> – pedir a los miembros que se unan a un canal; nombra varios para pedirlos todos
    /protect – volver a activar el control
    <code>/unprotect @canal</code> – dejar de pedir un canal
    /unprotect – desactivar el control; todos los que silencié podrán escribir
    <code>/unprotect keep</code> – desactivarlo, pero dejarlos en silencio
    /exempt – como respuesta o con un id: no comprobar nunca a esa persona; a solas: quién está exento
    /unexempt – volver a comprobarla

    <b>Si algo no funciona</b>
    <b>Me uní y sigo sin poder escribir.</b> Pulsa «{ button-joined }» bajo mi aviso, o envíame /start.
    <b>Nadie queda en silencio.</b> Envía /status en el grupo: dice qué me falta. A los administradores y a los exentos no los compruebo.
    <b>No puedo comprobar un canal.</b> Hazme administrador de ese canal; me basta con «{ right-add-subscribers }».
    <b>Alguien está en silencio por error.</b> Un administrador responde a uno de sus mensajes con /exempt, o envía /exempt con su id.
    <b>Un administrador silenció a alguien.</b> Eso no lo toco: solo un administrador puede deshacerlo.

    Mis silencios siempre terminan solos al cabo de unos días.

help-in-group =
    <b>¿No puedes escribir aquí?</b> Únete a los canales de mi aviso y pulsa «{ button-joined }». /status muestra cuáles son.
    <b>Administradores:</b> para empezar, envía <code>/protect @tucanal</code>. Para todo lo demás, envíame /help en privado.
