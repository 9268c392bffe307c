### El menú de comandos: texto simple.

menu-start = Para qué sirvo y por qué no puedes escribir
menu-help = Comandos y ayuda cuando algo no funciona
menu-status = Si la protección está activada y a qué canales unirse
menu-protect = Pedir que se unan a un canal: /protect @canal
menu-unprotect = Desactivar la protección o quitar un canal
menu-exempt = No verificar nunca a una persona (respóndele)
menu-unexempt = Volver a verificar a una persona (respóndele)
menu-settings = Los ajustes de este grupo
