//! What a person is in the group, asked before anything is done about them.

use portcullis_domain::{
    GroupId,
    ports::BotApiError,
    restriction::{LiftReason, MutePlan, NewRestriction, Restriction, plan_mute},
};

use super::Enforcer;
use crate::Setback;

/// What was found out about a person in the group.
pub(super) enum Found {
    /// What they are, and so what is to be done.
    Plan(MutePlan),
    /// Telegram does not know them, for the moment or for good.
    NotKnown,
    /// The bot may not look.
    NoAccess,
}

impl Enforcer {
    /// What is to be done about a person, by what Telegram says of them here now, or has just said. Without it an
    /// administrator's mute could be taken for ours.
    pub(super) async fn look_at(&self, new: &NewRestriction, open: Option<&Restriction>) -> Result<Found, Setback> {
        let status = match self.statuses.take(new.group, new.user, new.reason) {
            Some(status) => Ok(status),
            None => self.api.get_chat_member(new.group.into(), new.user).await,
        };
        match status {
            Ok(status) => Ok(Found::Plan(plan_mute(open, status, new.reason, new.restricted_at))),
            Err(BotApiError::UserUnknown) => Ok(Found::NotKnown),
            Err(BotApiError::ChatUnavailable(_)) => Ok(Found::NoAccess),
            Err(error) => Err(Setback::in_group(new.group)(error)),
        }
    }

    /// Leaves an administrator alone, whom the cached list did not name.
    pub(super) async fn let_administrator_be(&self, open: Option<&Restriction>, group: GroupId) -> Result<(), Setback> {
        self.administrators.forget(group).await;
        Ok(self.records.close_open(open, LiftReason::AdministratorActed).await?)
    }
}
