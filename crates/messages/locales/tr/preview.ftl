### /preview: what a gate would do, tried out on nobody. The menu's line, the button and the answers to a press are plain text.

menu-preview = Kapının kimleri durduracağını say; kimseye dokunulmaz
help-preview = <code>/preview @kanal</code> – kanalı zorunlu yapmadan önce kimlerin orada olmadığını say; kimseye dokunulmaz
button-panel-preview = Öbür seçeneği dene

preview-progress =
    <b>{ $group } için önizleme: kimseye dokunulmuyor</b>
    { $bar } { $percent }%
    Denetlenen: { $total } kişiden { $checked }
preview-done = <b>{ $group } için önizleme: kimseye dokunulmadı</b>
preview-cancelled =
    <b>{ $group } için önizleme iptal edildi</b>
    Denetlenen: { $total } kişiden { $checked }

preview-seen = 30 günde görülen kişiler: { $total }
preview-stopped = { $stopped }
preview-one =
    { preview-seen }
    { $channels } kanalında olmayan: { preview-stopped }
    Denetlenemeyen: { $unknown }
preview-all =
    { preview-seen }
    Şu kanalların hepsinde birden olmayan: { $channels }: { preview-stopped }
    Denetlenemeyen: { $unknown }
preview-any =
    { preview-seen }
    Şu kanalların hiçbirinde olmayan: { $channels }: { preview-stopped }
    Denetlenemeyen: { $unknown }
preview-channel = { $channel } kanalında olmayan: { $absent }
preview-muted = Benim zaten susturduğum: { $count }
preview-left = Artık grupta olmayan: { $count }
preview-unknown-stopped = Denetlenemeyenler de susturulurdu.
preview-note = Yöneticiler ve muaf kişiler geçmiş sayılır. Yalnızca ben burada yöneticiyken katılan ya da yazanları tanırım.
preview-usage = Denenecek kanalları yazın, örneğin <code>/preview @kanaliniz</code>. Yalnızca sayarım: kimseye dokunulmaz.
preview-running = Zaten süren bir önizleme var. Ne kadar ilerlediği kendi mesajında görünür, iptal düğmesi de oradadır.

panel-preview-ordered = Önizleme grupta görünecek.
panel-preview-running = Grupta zaten bir denetim sürüyor. Bitince yeniden deneyin.
answer-preview-cancelled = Önizleme iptal edildi.
