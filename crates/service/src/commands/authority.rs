//! Who may have the bot do something in a group.

use portcullis_domain::{
    GroupId, UserId,
    ports::{BotApi, BotApiError},
};

use crate::Setback;

/// Whether a person is an administrator of a group now: asked of Telegram, since a list that is an hour old must not let a
/// demoted admin open the gate.
pub(super) async fn is_administrator(api: &dyn BotApi, group: GroupId, person: UserId) -> Result<bool, Setback> {
    match api.get_chat_member(group.into(), person).await {
        Ok(status) => Ok(status.is_administrator()),
        Err(BotApiError::UserUnknown | BotApiError::ChatUnavailable(_)) => Ok(false),
        Err(error) => Err(Setback::in_group(group)(error)),
    }
}
