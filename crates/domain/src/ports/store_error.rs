//! What can go wrong with the database.

use std::error::Error as StdError;

use thiserror::Error;

/// Why the database did not do its work.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It can't be reached, or did not answer in time: nothing is known to have been done, the call may be repeated.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// It answered, and refused: repeating the call would not help.
    #[error("the database refused a statement")]
    Refused(#[source] Box<dyn StdError + Send + Sync>),
    /// A row holds what this version can't read.
    #[error("the database holds a row that cannot be read: {0}")]
    Unreadable(String),
}
