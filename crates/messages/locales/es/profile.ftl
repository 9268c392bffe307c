### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = Cuido que en un grupo escriba la gente de su canal: a quien aún no se ha unido se lo pido, y puede escribir en cuanto esté dentro. Añádeme a tu grupo, elige el canal y listo. No guardo ningún mensaje.

bot-short-description = En tu grupo solo escribe quien se ha unido a tu canal. Se configura en un minuto.
