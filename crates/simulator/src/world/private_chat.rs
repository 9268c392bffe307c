//! The chat of one person with one bot.

use super::messages::Messages;

/// A private chat; for the Bot API its id is the person's.
#[derive(Clone, Debug, Default)]
pub struct PrivateChat {
    /// Whether the person has ever written, so that the bot may.
    pub is_started: bool,
    /// Whether the person has blocked the bot.
    pub is_blocked: bool,
    /// Until when the bot may write because of a pending join request, Unix seconds.
    pub open_until: i64,
    /// What was said.
    pub messages: Messages,
}
