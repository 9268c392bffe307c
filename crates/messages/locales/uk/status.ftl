### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] захист вимкнено. Адмін може ввімкнути його командою /protect.
        [observe] захист у пробному режимі. Я лише рахую, у мут ніхто не потрапляє.
       *[enforce] захист увімкнено.
    }

status-braked = ⚠️ З { $since } я нікому не даю мут: відразу надто багато давніх учасників не пройшло перевірку, і це може бути помилкою. Я й далі перевіряю; адмін може дозволити мені продовжити під моїм повідомленням про це.

status-cannot-enforce = ⚠️ Мені бракує прав у цій групі, тому в мут ніхто не потрапляє. Адмін може це виправити: профіль групи, «Редагувати», «Адміністратори», моє ім’я, потім увімкнути «{ right-delete-messages }» і «{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}— зараз не можу перевірити. Я там досі адмін?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Збережено до наступного ввімкнення:

status-requests-unheard = ⚠️ Мені не видно заявок на вступ: { $channels }. Тому вони не зараховуються. Адмін там може це виправити: моє ім’я серед адміністраторів, потім увімкнути «{ right-add-subscribers }».

status-muted = Зараз у муті: { $open } · усього: { $total } · з них підписалися: { $joined }
status-observed = Потрапили б у мут: { $count }
status-people = Помічено людей: { $seen } · винятків: { $exempt }
status-since = Налаштовано: { $since } · адмін: { $owner }

status-unprotected = Захист тут не налаштовано: писати можуть усі. Адмін може його ввімкнути: <code>/protect @your_channel</code>
