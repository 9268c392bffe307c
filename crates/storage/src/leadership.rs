//! Which of several processes polls: a lease in the database they share.

use std::time::Duration;

use async_trait::async_trait;
use portcullis_domain::{
    UserId,
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership, LeadershipUnknown},
};
use sea_orm::{ConnectionTrait, DbBackend, sqlx};
use tokio::time::sleep;

use crate::{
    connection::{Database, LimitedConnection},
    leases,
    notification::{channel_of, listen, notify},
};

/// The lease of whoever polls.
const NAME: &str = "polling";

/// What a leader that resigns says so on: a channel of PostgreSQL for each bot.
const CHANNEL: &str = "portcullis_leadership";

/// How long to wait before PostgreSQL is listened to again after that failed.
const LISTEN_RETRY_DELAY: Duration = Duration::from_secs(5);

/// Which of the processes on one database polls. Their own clocks play no part.
///
/// It is asked on a connection of its own: a leader whose pool is full of other work must not lose the lease by waiting.
#[derive(Clone, Debug)]
pub struct SqlLeadership {
    connection: LimitedConnection,
    /// Whoever listens occupies a connection meanwhile: not that on which the lease is asked for.
    listening: LimitedConnection,
    channel: String,
}

impl SqlLeadership {
    /// Works on `database`, among the processes of this bot.
    #[must_use]
    pub fn new(database: &Database, bot: UserId) -> Self {
        Self {
            connection: database.connection_of_its_own(),
            listening: database.connection_of_its_own(),
            channel: channel_of(CHANNEL, bot),
        }
    }
}

#[async_trait]
impl Leadership for SqlLeadership {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        leases::hold(&self.connection, NAME, holder, LEADERSHIP_LEASE).await.map_err(|_| LeadershipUnknown)
    }

    async fn resign(&self, holder: &Holder) {
        // A lease that can't be given up runs out by itself, and a standby that hears of nothing asks before long.
        let has_resigned = matches!(leases::resign(&self.connection, NAME, holder).await, Ok(true));
        if has_resigned && self.has_notifications() {
            let _ = notify(&self.connection, &self.channel, NAME).await;
        }
    }

    async fn resigned(&self) {
        if !self.has_notifications() {
            return std::future::pending().await;
        }
        while let Err(error) = self.listen().await {
            tracing::debug!(error = &error as &dyn std::error::Error, "a leader that resigns is not heard of now");
            sleep(LISTEN_RETRY_DELAY).await;
        }
    }
}

impl SqlLeadership {
    fn has_notifications(&self) -> bool {
        self.connection.get_database_backend() == DbBackend::Postgres
    }

    /// Waits for the next resignation on a connection of its own, which lives as long as the wait.
    async fn listen(&self) -> Result<(), sqlx::Error> {
        listen(&self.listening, &self.channel).await?.recv().await.map(drop)
    }
}
