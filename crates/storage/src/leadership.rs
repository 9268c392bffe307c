//! Which of several processes polls: a lease in the database they share.

use async_trait::async_trait;
use portcullis_domain::{
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership, LeadershipUnknown},
};

use crate::{connection::Database, leases};

/// The lease of whoever polls.
const NAME: &str = "polling";

/// Which of the processes on one database polls. Their own clocks play no part.
#[derive(Clone, Debug)]
pub struct SqlLeadership {
    database: Database,
}

impl SqlLeadership {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Leadership for SqlLeadership {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        leases::hold(&self.database, NAME, holder, LEADERSHIP_LEASE).await.map_err(|_| LeadershipUnknown)
    }

    async fn resign(&self, holder: &Holder) {
        // A lease that can't be given up runs out by itself.
        let _ = leases::resign(&self.database, NAME, holder).await;
    }
}
