//! The inbox in the database.

use std::collections::HashSet;

use async_trait::async_trait;
use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{InboxCounts, InboxUpdate, NewInboxUpdate, RawUpdate},
    lease::{Holder, LEASE},
    ports::{Inbox, StoreError},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect,
    Statement, UpdateMany,
    prelude::Expr,
    sea_query::{InsertStatement, OnConflict, Query},
};

use crate::{
    connection::Database,
    entities::inbox_update::{Column, Entity, Model},
    store_error::store_error,
};

/// Rows in one statement: seven values each, well under SQLite's 32 766.
const ROWS_AT_ONCE: usize = 1_000;

/// Leases the oldest of each lane. Nothing of a lane is claimed while another of it is leased: an update that another
/// instance was writing at the same moment may turn up before one that is claimed already.
///
/// The inner `WITH` is worked out once, so that the limit holds whatever plan is chosen. PostgreSQL has its own way past
/// rows that another instance is claiming, `{skip}`, and looks rows up one by one only if their ids are an array,
/// `{among}`. A row that was claimed meanwhile fails the condition when it is looked at again under the lock.
const CLAIM: &str = r#"
    UPDATE "inbox" SET "lease_holder" = $1, "lease_until" = $2 WHERE "update_id" {among} (
        WITH "next" AS MATERIALIZED (
            SELECT "update_id" FROM "inbox" AS "candidate"
            WHERE "dead_at" IS NULL AND "not_before" <= $3 AND ("lease_until" IS NULL OR "lease_until" <= $3)
                AND NOT EXISTS (
                    SELECT 1 FROM "inbox" AS "older"
                    WHERE "older"."lane" = "candidate"."lane" AND "older"."dead_at" IS NULL
                        AND ("older"."position", "older"."update_id")
                            < ("candidate"."position", "candidate"."update_id"))
                AND NOT EXISTS (
                    SELECT 1 FROM "inbox" AS "held"
                    WHERE "held"."lane" = "candidate"."lane" AND "held"."dead_at" IS NULL
                        AND "held"."lease_until" > $3)
            ORDER BY "position", "update_id" LIMIT $4 {skip}
        ) SELECT "update_id" FROM "next"
    ){end} RETURNING *"#;

/// What waits behind another of its lane is not due before that one is done.
const NEXT_DUE: &str = r#"
    SELECT "not_before" FROM "inbox" AS "candidate"
    WHERE "dead_at" IS NULL AND "lease_holder" IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM "inbox" AS "older"
            WHERE "older"."lane" = "candidate"."lane" AND "older"."dead_at" IS NULL
                AND ("older"."position", "older"."update_id") < ("candidate"."position", "candidate"."update_id"))
    ORDER BY "not_before" LIMIT 1"#;

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

    async fn update(&self, update: UpdateMany<Entity>) -> Result<(), StoreError> {
        update.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }
}

#[async_trait]
impl Inbox for SqlInbox {
    async fn put(&self, updates: &[NewInboxUpdate]) -> Result<(), StoreError> {
        // A statement may touch a row once; of two updates of one number the first counts.
        let mut seen = HashSet::new();
        let updates: Vec<_> = updates.iter().filter(|new| seen.insert(new.update.id)).collect();
        for chunk in updates.chunks(ROWS_AT_ONCE) {
            let insert = insert(chunk)?;
            self.database.writer().execute(&insert).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn claim(&self, holder: &Holder, now: Timestamp, limit: u64) -> Result<Vec<InboxUpdate>, StoreError> {
        let writer = self.database.writer();
        let backend = writer.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => [r#"FOR UPDATE OF "candidate" SKIP LOCKED"#, "= ANY (ARRAY", ")"],
            _ => ["", "IN", ""],
        };
        let sql = CLAIM.replace("{skip}", sql[0]).replace("{among}", sql[1]).replace("{end}", sql[2]);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [holder.0.as_str().into(), now.after(LEASE).0.into(), now.0.into(), limit.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let mut rows = Entity::find().from_raw_sql(statement).all(writer).await.map_err(store_error)?;
        // What an update returns comes in no particular order.
        rows.sort_by_key(|row| (row.position, row.update_id));
        Ok(rows.into_iter().map(from_row).collect())
    }

    async fn renew(&self, holder: &Holder, ids: &[UpdateId], now: Timestamp) -> Result<(), StoreError> {
        let renewal = Entity::update_many()
            .col_expr(Column::LeaseUntil, Expr::value(now.after(LEASE).0))
            .filter(Column::LeaseHolder.eq(holder.0.as_str()))
            .filter(Column::UpdateId.is_in(ids.iter().map(|id| id.0)));
        self.update(renewal).await
    }

    async fn release_leases(&self, holder: &Holder) -> Result<(), StoreError> {
        let release = Entity::update_many().filter(Column::LeaseHolder.eq(holder.0.as_str()));
        self.update(unleased(release)).await
    }

    async fn remove(&self, id: UpdateId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn defer(&self, id: UpdateId, not_before: Timestamp, attempts: u32) -> Result<(), StoreError> {
        let attempts = i32::try_from(attempts).unwrap_or(i32::MAX);
        let back = Entity::update_many()
            .col_expr(Column::NotBefore, Expr::value(not_before.0))
            .col_expr(Column::Attempts, Expr::value(attempts))
            .filter(Column::UpdateId.eq(id.0));
        self.update(unleased(back)).await
    }

    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError> {
        let dead = Entity::update_many().col_expr(Column::DeadAt, Expr::value(at.0)).filter(Column::UpdateId.eq(id.0));
        self.update(unleased(dead)).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let reader = self.database.reader();
        let statement = Statement::from_string(reader.get_database_backend(), NEXT_DUE);
        let row = reader.query_one_raw(statement).await.map_err(store_error)?;
        let due = row.map(|row| row.try_get_by_index(0)).transpose().map_err(store_error)?;
        Ok(due.map(Timestamp))
    }

    async fn list_waiting(&self, ids: &[UpdateId]) -> Result<Vec<UpdateId>, StoreError> {
        let mut waiting = Vec::new();
        for chunk in ids.chunks(ROWS_AT_ONCE) {
            let found = Entity::find()
                .select_only()
                .column(Column::UpdateId)
                .filter(Column::UpdateId.is_in(chunk.iter().map(|id| id.0)))
                .filter(Column::DeadAt.is_null())
                .into_tuple::<i64>()
                .all(self.database.reader())
                .await
                .map_err(store_error)?;
            waiting.extend(found.into_iter().map(UpdateId));
        }
        Ok(waiting)
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

/// One insert for all of `updates`, each a position behind the one before it and behind all that are stored.
fn insert(updates: &[&NewInboxUpdate]) -> Result<InsertStatement, StoreError> {
    let mut insert = Query::insert();
    insert.into_table(Entity).columns([
        Column::UpdateId,
        Column::Position,
        Column::Lane,
        Column::Raw,
        Column::ReceivedAt,
        Column::NotBefore,
        Column::Attempts,
    ]);
    for (offset, new) in updates.iter().enumerate() {
        let position = format!(r#"(SELECT COALESCE(MAX("position"), 0) FROM "inbox") + {}"#, offset + 1);
        let values = [
            new.update.id.0.into(),
            Expr::cust(position),
            new.lane.0.into(),
            new.update.json.as_str().into(),
            new.received_at.0.into(),
            new.received_at.0.into(),
            0_i32.into(),
        ];
        insert.values(values).map_err(|error| StoreError::Refused(Box::new(error)))?;
    }
    Ok(insert.on_conflict(replace_dead_letter()).take())
}

fn replace_dead_letter() -> OnConflict {
    OnConflict::column(Column::UpdateId)
        .update_columns([
            Column::Position,
            Column::Lane,
            Column::Raw,
            Column::ReceivedAt,
            Column::NotBefore,
            Column::Attempts,
            Column::LeaseHolder,
            Column::LeaseUntil,
            Column::DeadAt,
        ])
        .action_and_where(Expr::col((Entity, Column::DeadAt)).is_not_null())
        .to_owned()
}

fn unleased(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    update
        .col_expr(Column::LeaseHolder, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
}

fn from_row(row: Model) -> InboxUpdate {
    InboxUpdate {
        update: RawUpdate { id: UpdateId(row.update_id), json: row.raw },
        lane: Lane(row.lane),
        received_at: Timestamp(row.received_at),
        attempts: row.attempts.unsigned_abs(),
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
