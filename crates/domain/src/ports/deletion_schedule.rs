//! Messages that are to be removed after a while.

use async_trait::async_trait;

use super::StoreError;
use crate::{ChatId, MessageId, Timestamp};

/// Messages to be removed after a while, so that they are removed even if the bot restarts meanwhile.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeletionSchedule: Send + Sync {
    /// Schedules a message; if it is scheduled already, the earlier moment counts.
    async fn put(&self, deletion: Deletion) -> Result<(), StoreError>;

    /// Those due at `now`, the oldest first, `limit` at most.
    async fn list_due(&self, now: Timestamp, limit: u64) -> Result<Vec<Deletion>, StoreError>;

    /// Takes a message off the schedule.
    async fn remove(&self, chat: ChatId, message: MessageId) -> Result<(), StoreError>;
}

/// A message to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// The chat in which it stands.
    pub chat: ChatId,
    /// The message.
    pub message: MessageId,
    /// When it is to be removed.
    pub due: Timestamp,
}
