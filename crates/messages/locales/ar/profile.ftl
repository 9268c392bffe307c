### What the bot says of itself: plain text, 512 letters at most, and 120 for the short one.

bot-description = أجعل الكتابة في المجموعة لمشتركي قناتها فقط: أطلب الاشتراك ممن لم يشترك بعد، ثم يمكنه الكتابة فورًا. تكفي إضافتي إلى مجموعتك واختيار القناة. لا أحتفظ بأي رسالة.

bot-short-description = لا يكتب في مجموعتك إلا من اشترك في قناتك. الإعداد في دقيقة واحدة.
