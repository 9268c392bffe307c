//! Messages that are to be removed after a while, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    ChatId, MessageId, Timestamp,
    ports::{Deletion, DeletionSchedule, StoreError},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, prelude::Expr,
    sea_query::OnConflict,
};

use crate::{
    connection::Database,
    entities::message_deletion::{ActiveModel, Column, Entity},
    statement::{earliest, statement},
    store_error::store_error,
};

/// `$1` the time now, `$2` when the claim ends, `$3` how many at most.
const CLAIM_DUE: &str = r#"
    UPDATE "message_deletions" SET "due_at" = $2 WHERE ("chat_id", "message_id") IN (
        SELECT "chat_id", "message_id" FROM "message_deletions" WHERE "due_at" <= $1
        ORDER BY "due_at", "chat_id", "message_id" LIMIT $3 {skip})
    RETURNING "chat_id", "message_id", "due_at""#;

const NEXT_DUE: &str = r#"SELECT MIN("due_at") FROM "message_deletions""#;

/// Messages that are to be removed after a while.
#[derive(Clone, Debug)]
pub struct SqlDeletionSchedule {
    database: Database,
}

impl SqlDeletionSchedule {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

/// Schedules a message to be removed; one that is to go earlier already, goes then.
pub(crate) async fn put(database: &impl ConnectionTrait, deletion: Deletion) -> Result<(), DbErr> {
    let row =
        ActiveModel { chat_id: Set(deletion.chat.0), message_id: Set(deletion.message.0), due_at: Set(deletion.due.0) };
    let earlier = r#"CASE WHEN "excluded"."due_at" < "message_deletions"."due_at"
        THEN "excluded"."due_at" ELSE "message_deletions"."due_at" END"#;
    let again =
        OnConflict::columns([Column::ChatId, Column::MessageId]).value(Column::DueAt, Expr::cust(earlier)).to_owned();
    let insert = Entity::insert(row).on_conflict(again);
    insert.exec_without_returning(database).await.map(drop)
}

#[async_trait]
impl DeletionSchedule for SqlDeletionSchedule {
    async fn put(&self, deletion: Deletion) -> Result<(), StoreError> {
        put(self.database.writer(), deletion).await.map_err(store_error)
    }

    async fn claim_due(&self, now: Timestamp, until: Timestamp, limit: u64) -> Result<Vec<Deletion>, StoreError> {
        let writer = self.database.writer();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [now.0.into(), until.0.into(), limit.into()];
        let rows =
            Entity::find().from_raw_sql(statement(writer, CLAIM_DUE, values)).all(writer).await.map_err(store_error)?;
        let deletions = rows.into_iter().map(|row| Deletion {
            chat: ChatId(row.chat_id),
            message: MessageId(row.message_id),
            due: Timestamp(row.due_at),
        });
        Ok(deletions.collect())
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        earliest::<1>(self.database.reader(), NEXT_DUE, []).await.map_err(store_error)
    }

    async fn defer(&self, deletion: Deletion) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::DueAt, Expr::value(deletion.due.0))
            .filter(Column::ChatId.eq(deletion.chat.0))
            .filter(Column::MessageId.eq(deletion.message.0));
        update.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn remove(&self, chat: ChatId, message: MessageId) -> Result<(), StoreError> {
        let removal = Entity::delete_by_id((chat.0, message.0));
        removal.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }
}
