//! The databases: started by the bench, with a fresh one for each profile.

use std::{ops::Range, path::Path};

use portcullis_storage::{Database, DatabaseSettings};
use portcullis_tests::{RedisServer, postgres::PostgresServer, sql};

use super::{
    seed::{self, Population},
    store_kind::StoreKind,
};

/// The servers, started when they are first needed; they and all that they have written are gone when this is dropped.
#[derive(Debug, Default)]
pub struct Servers {
    started: Option<(PostgresServer, RedisServer)>,
}

/// One database, with its schema and its population.
#[derive(Clone, Debug)]
pub struct Store {
    /// As `DATABASE_URL`.
    pub url: String,
    /// As `REDIS_URL`.
    pub redis_url: Option<String>,
    /// The first process of PostgreSQL, and that of Redis.
    pub(super) processes: Option<(u32, u32)>,
}

impl Store {
    /// So many people more were seen in a group of this number, by their own numbers.
    pub async fn add_seen_members(&self, group: u64, members: Range<u64>) {
        seed::add_seen_members(&self.url, self.kind(), group, members).await;
    }

    /// Each of so many groups has a history: past mutes, one that is open, somebody who is exempt, work that was done; and there
    /// are updates and messages that wait.
    pub async fn add_history(&self, groups: u64) {
        seed::add_history(&self.url, self.kind(), groups).await;
    }

    const fn kind(&self) -> StoreKind {
        if self.processes.is_some() { StoreKind::Postgres } else { StoreKind::Sqlite }
    }

    /// Has the database look at all its tables as they are now, as it may by itself at any moment.
    pub async fn analyze(&self) {
        sql::run(&self.url, "ANALYZE").await;
    }
}

impl Servers {
    /// A fresh database of a kind with these people and groups; a file stands in `folder`.
    ///
    /// # Errors
    ///
    /// If the database can't be made.
    pub async fn store(&mut self, kind: StoreKind, folder: &Path, population: Population) -> anyhow::Result<Store> {
        let store = self.empty_store(kind, folder);
        let settings = DatabaseSettings { url: store.url.clone().into(), max_connections: 2 };
        let database = Database::connect(&settings).await?;
        database.migrate().await?;
        database.close().await?;
        seed::seed(&store.url, kind, population).await;
        Ok(store)
    }

    /// A database of a kind with nothing in it, not even a schema; a file will stand in `folder`.
    pub fn empty_store(&mut self, kind: StoreKind, folder: &Path) -> Store {
        match kind {
            StoreKind::Sqlite => {
                let url = format!("sqlite://{}", folder.join("portcullis.db").display());
                Store { url, redis_url: None, processes: None }
            }
            StoreKind::Postgres => {
                let (postgres, redis) =
                    self.started.get_or_insert_with(|| (PostgresServer::start_durable(), RedisServer::start()));
                redis.flush();
                let processes = Some((postgres.process_id(), redis.process_id()));
                Store { url: postgres.fresh_database(), redis_url: Some(redis.url()), processes }
            }
        }
    }
}
