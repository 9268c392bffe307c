//! The bot's own rights change, in a group or in a channel.

use portcullis_domain::event::{ChatKind, ChatMemberUpdated};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Notes what the bot may do in a chat now; where that is less or more than before, its admins are told once.
    pub(crate) async fn my_chat_member_updated(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind == ChatKind::Private {
            return Ok(());
        }
        if change.chat.kind.is_group() {
            let rights = change.new.rights().unwrap_or_default();
            // While the bot was no administrator, nobody told it who else became one.
            self.ports.administrators.forget(change.chat.id.into()).await;
            self.parts.bot_rights.note_in_group(change.chat.id.into(), rights).await?;
        }
        if change.new.is_administrator() {
            self.parts.bot_rights.note_can_check(change.chat.id.into()).await
        } else {
            self.parts.bot_rights.note_cannot_check(change.chat.id.into()).await
        }
    }
}
