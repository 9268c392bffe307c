### Lo que leen los grupos a los que el operador del bot no da servicio.

denied-not-allowed = Solo atiendo a los grupos que eligió quien me administra, y este no es uno de ellos. Si me quieres aquí, pregunta a quien gestiona este bot y dale el identificador del grupo: { $id }

denied-blocked = Ya no atiendo a este grupo. Si crees que es un error, pregunta a quien gestiona este bot y dale el identificador del grupo: { $id }

denied-press = No atiendo a este grupo. Pregunta a quien gestiona este bot.
