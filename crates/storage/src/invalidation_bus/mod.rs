//! PostgreSQL's `NOTIFY` and `LISTEN` between the instances of one bot.

mod payload;

use std::time::Duration;

use async_trait::async_trait;
use portcullis_domain::{
    UserId,
    ports::{Change, InvalidationBus, InvalidationSubscription, StoreError},
};
use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, Executor, postgres::PgListener},
};
use tokio::time::timeout;

use crate::{
    connection::{Backend, Database},
    notification::{channel_of, listen, notify},
    store_error::store_error,
};

/// What is published: a channel of PostgreSQL for each bot.
const CHANNEL: &str = "portcullis_invalidations";

/// How long a connection may bring nothing before it is asked for a sign of life: one that broke without a word would
/// otherwise never be noticed.
const PING_AFTER_SILENCE: Duration = Duration::from_secs(10);

/// How long the sign of life may take.
const PING_TIMEOUT: Duration = Duration::from_secs(5);

/// Publishes with `NOTIFY`, and receives with `LISTEN` on a connection of its own: PostgreSQL delivers in order, and
/// misses nothing while the connection lives.
#[derive(Clone, Debug)]
pub struct PostgresInvalidationBus {
    database: Database,
    channel: String,
    /// What this process publishes comes back to it too, and is passed over.
    instance: u64,
}

impl PostgresInvalidationBus {
    /// The bus of all instances of this bot on `database`, for one that calls itself `instance`, as no other does; `None` on SQLite,
    /// which has none.
    #[must_use]
    pub fn on(database: &Database, bot: UserId, instance: u64) -> Option<Self> {
        let has_bus = database.backend() == Backend::Postgres;
        has_bus.then(|| Self { database: database.clone(), channel: channel_of(CHANNEL, bot), instance })
    }
}

#[async_trait]
impl InvalidationBus for PostgresInvalidationBus {
    async fn publish(&self, changes: &[Change]) -> Result<(), StoreError> {
        for payload in payload::encode(self.instance, changes) {
            notify(self.database.writer(), &self.channel, &payload).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationSubscription>, StoreError> {
        let connection = self.database.connection_of_its_own();
        let mut listener = listen(&connection, &self.channel).await.map_err(unavailable)?;
        // A connection that was lost may have missed something: whoever subscribes again must know of it.
        listener.eager_reconnect(false);
        Ok(Box::new(Subscription { listener, instance: self.instance }))
    }
}

struct Subscription {
    listener: PgListener,
    instance: u64,
}

#[async_trait]
impl InvalidationSubscription for Subscription {
    async fn receive(&mut self) -> Result<Vec<Change>, StoreError> {
        loop {
            let Ok(received) = timeout(PING_AFTER_SILENCE, self.listener.try_recv()).await else {
                self.ping().await?;
                continue;
            };
            let Some(notification) = received.map_err(unavailable)? else {
                return Err(StoreError::Unavailable("the connection that listens was lost".into()));
            };
            match payload::decode(notification.payload()) {
                Some((instance, _)) if instance == self.instance => {}
                Some((_, changes)) => return Ok(changes),
                // Of a version that writes otherwise: it may say anything.
                None => return Ok(vec![Change::Everything]),
            }
        }
    }
}

impl Subscription {
    async fn ping(&mut self) -> Result<(), StoreError> {
        match timeout(PING_TIMEOUT, self.listener.execute("SELECT 1")).await {
            Ok(answer) => answer.map(drop).map_err(unavailable),
            Err(_) => Err(StoreError::Unavailable("the connection that listens does not answer".into())),
        }
    }
}

fn unavailable(error: sqlx::Error) -> StoreError {
    store_error(DbErr::Query(RuntimeErr::SqlxError(error.into())))
}
