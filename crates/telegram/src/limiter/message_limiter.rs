//! The limit on messages, as the calls see it.

use async_trait::async_trait;
use portcullis_domain::{ChatId, message::SendPriority};

/// Lets messages out no faster than Telegram takes them.
#[async_trait]
pub trait MessageLimiter: Send + Sync {
    /// Waits until a message may be sent to `chat`, or one there edited; the message counts from then on.
    ///
    /// A message that is no longer waited for (the future is dropped) leaves the queue and counts for nothing.
    async fn acquire(&self, chat: ChatId, priority: SendPriority);
}

/// How many messages may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageLimits {
    /// In any second, overall; at least 1.
    pub per_second: usize,
    /// In any 60 seconds, to one group or channel; at least 1. Private chats have the other limit only.
    pub per_group_per_minute: usize,
}

impl Default for MessageLimits {
    /// A margin below Telegram's 30 a second, since other things send for the bot too: button presses, for example.
    fn default() -> Self {
        Self { per_second: 25, per_group_per_minute: 20 }
    }
}
