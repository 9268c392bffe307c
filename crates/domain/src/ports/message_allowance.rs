//! How many messages all instances together may still send.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use crate::{ChatId, message::SendPriority};

/// The room that all instances together have for messages: so many a second over all, so many a minute in a group.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MessageAllowance: Send + Sync {
    /// Takes the room for one message; of those that wait, on whichever instance, the more urgent come first.
    ///
    /// Where the instances can't be asked together, it is granted: each instance then keeps its own limit alone.
    ///
    /// # Errors
    ///
    /// [`NoRoom`]: nothing was taken; ask again after the wait, or lose the place among those that wait.
    async fn take(&self, message: WaitingMessage) -> Result<(), NoRoom>;
}

/// A message that waits for room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingMessage {
    /// The same each time that this message is asked for, and no other message's in this process.
    pub number: u64,
    /// Where it goes.
    pub chat: ChatId,
    /// How urgent it is.
    pub priority: SendPriority,
}

/// There is no room for another message for the moment.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no room for another message for {} ms", .0.as_millis())]
pub struct NoRoom(pub Duration);
