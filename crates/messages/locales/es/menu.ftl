### El menú de comandos: texto simple.

menu-start = Qué hago, y por qué no puedes escribir
menu-help = Comandos, y ayuda cuando algo no funciona
menu-status = Si el control está activado y a qué canales unirse
menu-protect = Pedir que se unan a un canal: /protect @canal
menu-unprotect = Desactivar el control, o quitar un canal
menu-exempt = No comprobar nunca a una persona (respóndele)
menu-unexempt = Volver a comprobar a una persona (respóndele)
