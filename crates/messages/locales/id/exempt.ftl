### The answers to /exempt and /unexempt.

exempted = { $person } sekarang dikecualikan: di sini tidak saya periksa lagi. /unexempt membatalkannya.

already-exempt = { $person } memang sudah dikecualikan.

unexempted = { $person } tidak lagi dikecualikan: mulai sekarang saya periksa seperti yang lain.

was-not-exempt = { $person } memang tidak dikecualikan, jadi tidak ada yang berubah.

exempted-by-unmute = Admin sudah membuka lagi akses menulis { $person }, jadi di sini tidak saya periksa lagi. <code>/unexempt { $id }</code> membatalkannya.

which-person =
    Pesan itu tentang beberapa orang. Siapa yang Anda maksud?
    { $people }

unreadable-person = <code>{ $word }</code> bukan ID seseorang; ID berupa angka. Paling mudah, balas salah satu pesan orang itu dengan perintah ini.

unseen-username = Saya belum melihat <code>{ $word }</code> di grup ini. Balas salah satu pesannya dengan perintah ini, atau kirim dengan id-nya, yaitu angka.

exemptions-none = Belum ada yang dikecualikan di sini. Untuk mengecualikan seseorang, balas salah satu pesannya dengan /exempt. Admin tidak memerlukannya.

exemptions =
    { $count } orang tidak pernah diperiksa di sini:
    { $people }
    Untuk mencabut pengecualian seseorang, kirim /unexempt dengan ID-nya.

exemptions-page = Halaman { $page } dari { $pages }

button-previous-page = Sebelumnya

button-next-page = Berikutnya
