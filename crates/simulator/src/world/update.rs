//! Updates, before they have a number.

use serde_json::Value;

/// One [`Update`](https://core.telegram.org/bots/api#update) for one bot, before it has a number.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PendingUpdate {
    /// The bot that gets it.
    pub bot: i64,
    /// The field of the update: `message`, `chat_member` and so on.
    pub kind: &'static str,
    /// Webhooks get the updates of one lane one after the other: a chat's or a user's id.
    pub lane: i64,
    /// When it arose, Unix seconds.
    pub date: i64,
    /// The value of the field.
    pub payload: Value,
}

/// How somebody joined, as `chat_member` shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct JoinedVia {
    /// The link that they followed.
    pub(super) invite_link: Option<Value>,
    /// Whether an administrator or guard had to approve.
    pub(super) by_request: bool,
}
