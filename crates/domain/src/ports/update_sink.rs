//! Where a source of updates hands them over.

use std::pin::Pin;

use thiserror::Error;

use crate::inbox::RawUpdate;

/// Ends once an update is safe: carried out or stored.
pub type Accepted = Pin<Box<dyn Future<Output = Result<(), NotAccepted>> + Send>>;

/// Takes updates from a source, which offers each first to [`try_accept`](Self::try_accept) and, unless that was enough,
/// hands it over to [`accept`](Self::accept) before it offers the next. What was accepted, the source may confirm to
/// Telegram.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait UpdateSink: Send + Sync {
    /// Carries out an update from memory, where that is enough; it may be confirmed then. `false`: nothing is done, and it
    /// is to be handed over to [`accept`](Self::accept).
    ///
    /// It waits for nothing, so that a source can call it where it has read the update.
    fn try_accept(&self, json: &str) -> bool;

    /// Carries an update out from memory, or stores it. That is begun by the call itself: whatever is offered afterwards does
    /// not overtake it. What comes out tells when it is safe; it goes on if nobody waits for that.
    ///
    /// # Errors
    ///
    /// [`NotAccepted`]: it is not safe; it may not be confirmed, and is to be handed over again.
    fn accept(&self, update: RawUpdate) -> Accepted;
}

/// An update could not be stored: the database is away.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the update could not be stored")]
pub struct NotAccepted;
