### The menu of commands: plain text.

menu-start = ما أفعله، ولماذا لا يمكنك الكتابة
menu-help = الأوامر، والمساعدة عند حدوث مشكلة
menu-status = حالة الاشتراك الإجباري والقنوات المطلوبة
menu-protect = إلزام الأعضاء بالاشتراك في قناة: /protect @channel
menu-unprotect = إيقاف الاشتراك الإجباري، أو إزالة قناة
menu-exempt = إعفاء شخص من التحقق (بالرد عليه)
menu-unexempt = العودة إلى التحقق من شخص (بالرد عليه)
menu-settings = إعدادات هذه المجموعة
