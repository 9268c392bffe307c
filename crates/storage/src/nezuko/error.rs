//! What can go wrong between Nezuko's database and ours.

use portcullis_domain::ports::StoreError;
use thiserror::Error;

use crate::connection::ConnectError;

/// Why nothing was taken over.
#[derive(Debug, Error)]
pub enum NezukoError {
    /// Its database can't be opened.
    #[error("the database of Nezuko can't be opened")]
    Connect(#[from] ConnectError),
    /// What is there is not what Nezuko v1 writes.
    #[error("that is no database of Nezuko v1: {0}")]
    NotNezuko(String),
    /// Its rows can't be read.
    #[error("the rows of Nezuko can't be read")]
    Read(#[source] StoreError),
    /// A group's settings can't be taken over.
    #[error("the `params` of group {group}: {problem}")]
    Params {
        /// The id of the group.
        group: i64,
        /// What is wrong with them.
        problem: String,
    },
    /// The rows can't be written.
    #[error("the rows can't be written")]
    Write(#[source] StoreError),
}
