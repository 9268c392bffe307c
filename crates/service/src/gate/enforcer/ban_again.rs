//! A mute that came right after somebody's ban has undone it: Telegram keeps one status for a person, the last one given.

use portcullis_domain::{GroupId, event::ChatMemberUpdated, ports::BotApiError, restriction::LiftReason};

use super::Enforcer;
use crate::Setback;

impl Enforcer {
    /// Bans a person again whose ban our mute or un-mute has undone, unless their status has changed since; the record is
    /// closed.
    pub(crate) async fn ban_again(&self, group: GroupId, change: &ChatMemberUpdated) -> Result<(), Setback> {
        let user = change.person.id;
        match self.api.get_chat_member(group.into(), user).await {
            Ok(status) if status == change.new => {}
            // Banned by now, or let in: somebody has decided since.
            Ok(_) | Err(BotApiError::UserUnknown) => return Ok(()),
            Err(BotApiError::ChatUnavailable(_)) => return self.bot_rights.look_up(group).await,
            Err(error) => return Err(Setback::in_group(group)(error)),
        }
        match self.api.ban_chat_member(group, user).await {
            Ok(()) | Err(BotApiError::UserUnknown | BotApiError::UserIsAdministrator) => {}
            Err(BotApiError::NotEnoughRights(_) | BotApiError::ChatUnavailable(_)) => {
                return self.bot_rights.look_up(group).await;
            }
            Err(error) => return Err(Setback::in_group(group)(error)),
        }
        let open = self.restrictions.find_open(group, user).await?;
        Ok(self.records.close_open(open.as_ref(), LiftReason::AdministratorActed).await?)
    }
}
