//! The inbox in the database: updates in `inbox`, and in `inbox_lanes` one row for each lane in which something is stored.
//!
//! On PostgreSQL what is done for each update is one statement, since a round trip more is what a commit costs; SQLite,
//! which has no statement that changes two tables, does the same in a transaction.

mod lanes;
mod postgres;
mod row;
mod sqlite;
mod stored_update;

use std::collections::HashSet;

use async_trait::async_trait;
use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxCounts, InboxUpdate, NewInboxUpdate, Placed},
    lease::{Holder, LEASE},
    ports::{Inbox, StoreError},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, prelude::Expr};

use self::lanes::Claimable;
pub use self::stored_update::StoredUpdate;
use crate::{
    connection::{Backend, Database},
    entities::inbox_update::{Column, Entity},
    statement::{ROWS_AT_ONCE, execute},
    store_error::store_error,
};

const DEFER: &str = r#"UPDATE "inbox" SET "attempts" = $1 WHERE "update_id" = $2"#;

/// Updates that were confirmed to Telegram and are not yet carried out.
#[derive(Clone, Debug)]
pub struct SqlInbox {
    database: Database,
}

impl SqlInbox {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// Stores updates; the lanes that were empty belong to `holder` for a lease, or to nobody.
    async fn store(
        &self,
        updates: &[NewInboxUpdate],
        holder: Option<&Holder>,
        now: Timestamp,
    ) -> Result<Vec<Placed>, StoreError> {
        // A statement may touch a row once; of two updates of one number the first counts.
        let mut seen = HashSet::new();
        let updates: Vec<_> = updates.iter().filter(|new| seen.insert(new.update.id)).collect();
        let mut placed = Vec::with_capacity(updates.len());
        for chunk in updates.chunks(ROWS_AT_ONCE) {
            placed.extend(
                match self.database.backend() {
                    Backend::Postgres => postgres::put(&self.database, chunk, holder, now).await,
                    Backend::Sqlite => sqlite::put(&self.database, chunk, holder, now).await,
                }
                .map_err(store_error)?,
            );
        }
        Ok(placed)
    }

    async fn claim_those(
        &self,
        which: Claimable,
        holder: &Holder,
        now: Timestamp,
        limit: ClaimLimit,
    ) -> Result<Vec<InboxUpdate>, StoreError> {
        let claimed = match self.database.backend() {
            Backend::Postgres => postgres::claim(&self.database, which, holder, now, limit).await,
            Backend::Sqlite => sqlite::claim(&self.database, which, holder, now, limit).await,
        };
        claimed.map_err(store_error)
    }
}

#[async_trait]
impl Inbox for SqlInbox {
    async fn put(
        &self,
        updates: &[NewInboxUpdate],
        holder: &Holder,
        now: Timestamp,
    ) -> Result<Vec<Placed>, StoreError> {
        self.store(updates, Some(holder), now).await
    }

    async fn put_aside(&self, updates: &[NewInboxUpdate], now: Timestamp) -> Result<(), StoreError> {
        self.store(updates, None, now).await.map(drop)
    }

    async fn claim(&self, holder: &Holder, now: Timestamp, limit: ClaimLimit) -> Result<Vec<InboxUpdate>, StoreError> {
        self.claim_those(Claimable::Free, holder, now, limit).await
    }

    async fn claim_expired(
        &self,
        holder: &Holder,
        now: Timestamp,
        limit: ClaimLimit,
    ) -> Result<Vec<InboxUpdate>, StoreError> {
        self.claim_those(Claimable::Expired, holder, now, limit).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        lanes::next_due(self.database.reader()).await.map_err(store_error)
    }

    async fn renew(&self, holder: &Holder, lanes: &[Lane], now: Timestamp) -> Result<Vec<Lane>, StoreError> {
        lanes::renew(self.database.writer(), holder, lanes, now.after(LEASE)).await.map_err(store_error)
    }

    async fn remove(&self, done: &DoneUpdates, holder: &Holder, now: Timestamp) -> Result<Vec<Lane>, StoreError> {
        let emptied = match self.database.backend() {
            Backend::Postgres => postgres::remove(&self.database, done, holder).await,
            Backend::Sqlite => sqlite::remove(&self.database, done, holder).await,
        };
        let emptied = emptied.map_err(store_error)?;
        if emptied.len() < done.drained.len() {
            // Another instance has stored more in the others.
            let drained = done.drained.iter().map(|(lane, _)| *lane);
            let others: Vec<Lane> = drained.filter(|lane| !emptied.contains(lane)).collect();
            lanes::give_back(self.database.writer(), holder, &others, now).await.map_err(store_error)?;
        }
        Ok(emptied)
    }

    async fn defer(
        &self,
        id: UpdateId,
        lane: Lane,
        holder: &Holder,
        not_before: Timestamp,
        attempts: u32,
    ) -> Result<(), StoreError> {
        let values = [i32::try_from(attempts).unwrap_or(i32::MAX).into(), id.0.into()];
        execute(self.database.writer(), DEFER, values).await.map_err(store_error)?;
        // Should this fail, the lane is due when its lease runs out.
        lanes::give_back(self.database.writer(), holder, &[lane], not_before).await.map_err(store_error)
    }

    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError> {
        let dead = Entity::update_many().col_expr(Column::DeadAt, Expr::value(at.0)).filter(Column::UpdateId.eq(id.0));
        dead.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn release_leases(&self, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        lanes::give_all_back(self.database.writer(), holder, now).await.map_err(store_error)
    }

    async fn list_waiting(&self, lanes: &[Lane]) -> Result<Vec<Lane>, StoreError> {
        lanes::list_waiting(self.database.reader(), lanes).await.map_err(store_error)
    }

    async fn prune_dead_letters(&self, before: Timestamp) -> Result<u64, StoreError> {
        // A row that lives has no such moment, and so does not come before any.
        let writer = self.database.writer().for_maintenance();
        let outcome = Entity::delete_many().filter(Column::DeadAt.lt(before.0)).exec(&writer).await;
        outcome.map(|outcome| outcome.rows_affected).map_err(store_error)
    }

    async fn counts(&self) -> Result<InboxCounts, StoreError> {
        let counts = Entity::find()
            .select_only()
            .column_as(Column::UpdateId.count(), "rows")
            .column_as(Column::DeadAt.count(), "dead")
            .into_model::<Counts>()
            .one(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(counts.map_or_else(InboxCounts::default, InboxCounts::from))
    }
}

#[derive(FromQueryResult)]
struct Counts {
    rows: i64,
    dead: i64,
}

impl From<Counts> for InboxCounts {
    fn from(counts: Counts) -> Self {
        Self { pending: (counts.rows - counts.dead).unsigned_abs(), dead_letters: counts.dead.unsigned_abs() }
    }
}
