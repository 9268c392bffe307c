//! Which of several processes polls: a lease in the database they share.

use async_trait::async_trait;
use portcullis_domain::{
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership, LeadershipUnknown},
};

use crate::{
    connection::{Database, LimitedConnection},
    leases,
};

/// The lease of whoever polls.
const NAME: &str = "polling";

/// Which of the processes on one database polls. Their own clocks play no part.
///
/// It is asked on a connection of its own: a leader whose pool is full of other work must not lose the lease by waiting.
#[derive(Clone, Debug)]
pub struct SqlLeadership {
    connection: LimitedConnection,
}

impl SqlLeadership {
    /// Works on `database`.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self { connection: database.connection_of_its_own() }
    }
}

#[async_trait]
impl Leadership for SqlLeadership {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        leases::hold(&self.connection, NAME, holder, LEADERSHIP_LEASE).await.map_err(|_| LeadershipUnknown)
    }

    async fn resign(&self, holder: &Holder) {
        // A lease that can't be given up runs out by itself.
        let _ = leases::resign(&self.connection, NAME, holder).await;
    }
}
