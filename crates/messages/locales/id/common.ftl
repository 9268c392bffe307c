### What other texts are made of. Buttons, names and lists are plain text: no markup here.

# The language in its own words.
language-name = Bahasa Indonesia

unnamed-person = seseorang
unnamed-chat = obrolan tanpa nama

list-comma = { $items }, { $next }
list-and = { $items } dan { $last }
list-or = { $items } atau { $last }
list-more = { $count } lainnya

moment =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] Mei
        [6] Jun
        [7] Jul
        [8] Agu
        [9] Sep
        [10] Okt
        [11] Nov
       *[12] Des
    } { $year }, { $time } UTC

button-join = Gabung ke { $channel }
button-joined = Saya sudah bergabung
button-joined-in = Saya sudah bergabung · { $group }
button-add-to-group = Tambahkan saya ke grup
button-add-to-channel = Tambahkan saya ke channel
button-settings = Lihat pengaturan

# The rights as Telegram's apps call them.
right-delete-messages = Hapus pesan
right-restrict-members = Blokir pengguna
right-invite-users = Undang pengguna via tautan
right-add-subscribers = Tambah pelanggan
