### The answer to /status.

status-headline =
    <b>{ $group }</b>: { $state ->
        [off] защита выключена. Админ может включить её командой /protect.
        [observe] защита в пробном режиме. Я только считаю, в мут никто не попадает.
       *[enforce] защита включена.
    }

status-braked = ⚠️ С { $since } я никому не даю мут: сразу слишком многие, кто здесь давно, не прошли проверку, и это может быть ошибкой. Я продолжаю проверять; админ может велеть мне продолжить под моим сообщением об этом.

status-cannot-enforce = ⚠️ Мне не хватает прав в этой группе, поэтому в мут никто не попадает. Админ может это исправить: профиль группы, «Изменить», «Администраторы», моё имя, затем включить «{ right-delete-messages }» и «{ right-restrict-members }».

status-channel =
    { $channel }{ $checked ->
        [no] {" "}— сейчас не могу проверить. Я там всё ещё админ?
       *[yes] {""}
    }

# What the channels are called while the gate is off.
status-channels-kept = Сохранено до следующего включения:

status-requests-unheard = ⚠️ Мне не видны заявки на вступление: { $channels }. Поэтому они не засчитываются. Админ там может это исправить: моё имя среди администраторов, затем включить «{ right-add-subscribers }».

status-muted = Сейчас в муте: { $open } · всего: { $total } · из них подписались: { $joined }
status-observed = Попали бы в мут: { $count }
status-people = Замечено людей: { $seen } · исключений: { $exempt }
status-since = Настроено: { $since } · админ: { $owner }

status-unprotected = Защита здесь не настроена: писать могут все. Админ может её включить: <code>/protect @your_channel</code>
