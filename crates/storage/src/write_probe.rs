//! Whether the database takes writes: a disk may be full, or a server may only read.

use std::time::Duration;

use portcullis_domain::{lease::Holder, ports::StoreError};

use crate::{connection::Database, leases};

/// The row that is written: a lease of nobody's on nothing.
const NAME: &str = "write probe";

impl Database {
    /// Writes one small row anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: the database is away, or does not take it.
    pub async fn probe_write(&self) -> Result<(), StoreError> {
        leases::hold(self.writer(), NAME, &Holder(NAME.to_owned()), Duration::ZERO).await.map(drop)
    }
}
