//! The bot's own rights change, in a group or in a channel.

use std::sync::Arc;

use portcullis_domain::{
    event::{ChatKind, ChatMemberUpdated},
    ports::Administrators,
};

use crate::{Setback, gate::BotRights};

/// Notes what the bot may do in a chat now.
pub(crate) struct MyChatMemberHandler {
    administrators: Arc<dyn Administrators>,
    bot_rights: Arc<BotRights>,
}

impl MyChatMemberHandler {
    pub(crate) fn new(administrators: Arc<dyn Administrators>, bot_rights: Arc<BotRights>) -> Self {
        Self { administrators, bot_rights }
    }

    /// Notes what the bot may do in a chat now; where that is less or more than before, its admins are told once.
    pub(crate) async fn handle(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind == ChatKind::Private {
            return Ok(());
        }
        if change.chat.kind.is_group() {
            let rights = change.new.rights().unwrap_or_default();
            // While the bot was no administrator, nobody told it who else became one.
            self.administrators.forget(change.chat.id.into()).await;
            self.bot_rights.note_in_group(change.chat.id.into(), rights).await?;
        }
        if change.new.is_administrator() {
            self.bot_rights.note_can_check(change.chat.id.into()).await
        } else {
            self.bot_rights.note_cannot_check(change.chat.id.into()).await
        }
    }
}
