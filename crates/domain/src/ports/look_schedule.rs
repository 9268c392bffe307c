//! When the bot looks for itself at which chat.

use async_trait::async_trait;

use super::StoreError;
use crate::{ChatId, Timestamp, look::Look};

/// When each group and channel is looked at next; leased, so that of several processes one looks.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LookSchedule: Send + Sync {
    /// Makes due at `now` whatever nobody has looked at since `since`, and whatever is marked as broken.
    async fn hasten_stale(&self, since: Timestamp, now: Timestamp) -> Result<(), StoreError>;

    /// Makes a chat due at `due` unless it is before: a call about it has failed in a way that says that it is lost, which
    /// counts as a miss. A chat that nobody protects or demands is left alone.
    async fn hasten(&self, chat: ChatId, due: Timestamp) -> Result<(), StoreError>;

    /// Holds the chats that are due at `now`, for [`LOOK_LEASE`](crate::look::LOOK_LEASE): `limit` groups and as many
    /// channels at most, those first where something is missing.
    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Look>, StoreError>;

    /// When the next chat is due, or a hold ends.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Notes that a chat was looked at, at `now`, and when it is the next time, unless that was changed meanwhile.
    async fn finish(&self, look: &Look, now: Timestamp, next: NextLook) -> Result<(), StoreError>;
}

/// What is noted after a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextLook {
    /// When the chat is looked at again.
    pub due: Timestamp,
    /// How many answers in a row have said by now that the bot can do nothing there.
    pub misses: u32,
}
