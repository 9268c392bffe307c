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

    /// Takes those due at `now`, `limit` at most, the oldest first to be taken: they are due again at `until`, so that no
    /// other process has them before, and whoever ends with one in hand leaves it to the others. In no order.
    async fn claim_due(&self, now: Timestamp, until: Timestamp, limit: u64) -> Result<Vec<Deletion>, StoreError>;

    /// When the next of them is due, or a claim ends.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Makes a message due at another time, if it is still on the schedule.
    async fn defer(&self, deletion: Deletion) -> Result<(), StoreError>;

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
    /// When it is to be removed; of a claimed one, when the claim ends.
    pub due: Timestamp,
}
