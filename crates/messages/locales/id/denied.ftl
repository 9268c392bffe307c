### Yang dibaca grup yang tidak dilayani oleh pengelola bot.

denied-not-allowed = Saya hanya melayani grup yang dipilih pengelola saya, dan grup ini bukan salah satunya. Jika Anda ingin saya bekerja di sini, hubungi pengelola bot ini dan berikan id grup: { $id }

denied-blocked = Saya tidak lagi melayani grup ini. Jika menurut Anda ini keliru, hubungi pengelola bot ini dan berikan id grup: { $id }

denied-press = Saya tidak melayani grup ini. Hubungi pengelola bot ini.
