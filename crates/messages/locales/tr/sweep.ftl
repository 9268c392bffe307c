### /sweep: everybody whom the bot knows in a group, checked. The menu's line and the button are plain text.

menu-sweep = Bu grupta tanıdığım herkesi şimdi denetle
help-sweep = /sweep – bu grupta tanıdığım herkesi şimdi denetle; kanallarda olmayan susturulur
button-cancel-sweep = İptal et

sweep-progress =
    <b>{ $group } grubunda tanıdığım herkesi denetliyorum</b>
    { $bar } { $percent }%
    Denetlenen: { $total } kişiden { $checked }
sweep-time-left = Kalan süre: yaklaşık { $minutes } dk
sweep-done = <b>{ $group } grubunda tanıdığım herkes denetlendi</b>
sweep-cancelled =
    <b>{ $group } grubunun denetimi iptal edildi</b>
    Denetlenen: { $total } kişiden { $checked }

sweep-counts =
    Yazabilen: { $passed }
    { $effect ->
        [note] Susturulacak olan: { $restricted }
        [step] Şimdi uyarılan ya da susturulan: { $restricted }
       *[mute] Şimdi susturulan: { $restricted }
    }
    Önceden susturulmuş: { $before }
    { $outside ->
        [commenters] Grup üyesi olmayan: { $left } (yorum yazınca denetlenir)
       *[gone] Artık grupta olmayan: { $left }
    }
    Telegram yanıt vermedi: { $unknown }

sweep-running = Zaten süren bir denetim var. Ne kadar ilerlediği kendi mesajında görünür.
sweep-off = Kapı kapalı, denetlenecek bir şey yok. Bir yönetici /protect ile açabilir.
sweep-without-rights = Bu grupta gereken bir yetkim eksik, bu yüzden kimseyi denetleyemem. Ayrıntısı /status ile.
sweep-untold = Bu gruba yazamıyorum ve kimse sözsüz susturulmaz. Bu yüzden şimdi kimseyi denetlemiyorum.

answer-sweep-refused = Denetimi yalnızca bu grubun bir yöneticisi iptal edebilir.
answer-sweep-cancelled = Denetim iptal edildi.
