//! Whose turn it is to post a notice: a lease for each group.

use std::time::Duration;

use async_trait::async_trait;
use portcullis_domain::{
    GroupId,
    lease::Holder,
    ports::{NoticeTurns, StoreError},
};

use crate::{connection::Database, leases};

/// The turns of the processes on one database.
#[derive(Clone, Debug)]
pub struct SqlNoticeTurns {
    database: Database,
    holder: Holder,
}

impl SqlNoticeTurns {
    /// The turns of `holder`.
    #[must_use]
    pub const fn new(database: Database, holder: Holder) -> Self {
        Self { database, holder }
    }
}

#[async_trait]
impl NoticeTurns for SqlNoticeTurns {
    async fn take(&self, group: GroupId, lasting: Duration) -> Result<bool, StoreError> {
        let name = format!("notice:{group}");
        if lasting.is_zero() {
            leases::resign(self.database.writer(), &name, &self.holder).await?;
            return Ok(true);
        }
        leases::hold(self.database.writer(), &name, &self.holder, lasting).await
    }
}
