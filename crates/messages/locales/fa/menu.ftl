### The menu of commands: plain text.

menu-start = چه کار می‌کنم و چرا نمی‌توانید بنویسید
menu-help = دستورها و راهنمای رفع مشکل
menu-status = وضعیت عضویت اجباری و کانال‌های لازم
menu-protect = الزامی کردن عضویت در کانال: /protect @channel
menu-unprotect = خاموش کردن عضویت اجباری، یا برداشتن یک کانال
menu-exempt = معاف کردن یک نفر از بررسی (با پاسخ به او)
menu-unexempt = بررسی دوبارهٔ یک نفر (با پاسخ به او)
menu-settings = تنظیمات این گروه
