//! Where a source of updates hands them over.

use async_trait::async_trait;
use thiserror::Error;

use crate::inbox::RawUpdate;

/// Takes updates from a source. What it has accepted, the source may confirm to Telegram.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UpdateSink: Send + Sync {
    /// Carries out an update from memory, where that is enough; it may be confirmed then. `false`: nothing is done, and it
    /// is to be handed over to [`accept`](Self::accept).
    ///
    /// It waits for nothing, so that a source can call it where it has read the update.
    fn try_accept(&self, json: &str) -> bool;

    /// Carries out each update from memory, or stores it.
    ///
    /// # Errors
    ///
    /// [`NotAccepted`]: not every update is safe; none may be confirmed, all are to be handed over again.
    async fn accept(&self, updates: Vec<RawUpdate>) -> Result<(), NotAccepted>;
}

/// The updates could not be stored: the database is away.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the updates could not be stored")]
pub struct NotAccepted;
