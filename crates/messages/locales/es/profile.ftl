### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = En tu grupo solo dejo escribir a la gente de tu canal: a quien aún no se ha unido le pido que lo haga, y puede escribir en cuanto se une. Añádeme a tu grupo, elige el canal y listo. No guardo ningún mensaje.

bot-short-description = En tu grupo solo escribe quien se ha unido a tu canal. Se configura en un minuto.
