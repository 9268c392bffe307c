### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = أحرص على أن يكتب في المجموعة مشتركو قناتها: أطلب ممن لم يشترك بعد أن يشترك، ثم يمكنه الكتابة فورًا. أضفني إلى مجموعتك واختر القناة وانتهى الأمر. لا أحتفظ بأي رسالة.

bot-short-description = لا يكتب في مجموعتك إلا من اشترك في قناتك. الإعداد في دقيقة واحدة.
