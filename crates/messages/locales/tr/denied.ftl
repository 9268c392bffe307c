### Botu işletenin hizmet vermediği grupların okudukları.

denied-not-allowed = Yalnızca beni işleten kişinin seçtiği gruplarda çalışıyorum ve bu grup onlardan biri değil. Burada çalışmamı istiyorsanız bu botu işleten kişiye başvurun ve grubun kimliğini iletin: { $id }

denied-blocked = Artık bu grupta çalışmıyorum. Bunun bir hata olduğunu düşünüyorsanız bu botu işleten kişiye başvurun ve grubun kimliğini iletin: { $id }

denied-press = Bu grupta çalışmıyorum. Bu botu işleten kişiye başvurun.
