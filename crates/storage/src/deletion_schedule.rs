//! Messages that are to be removed after a while, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    ChatId, MessageId, Timestamp,
    ports::{Deletion, DeletionSchedule, StoreError},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Expr,
    sea_query::OnConflict,
};

use crate::{
    connection::Database,
    entities::message_deletion::{ActiveModel, Column, Entity},
    store_error::store_error,
};

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

#[async_trait]
impl DeletionSchedule for SqlDeletionSchedule {
    async fn put(&self, deletion: Deletion) -> Result<(), StoreError> {
        let row = ActiveModel {
            chat_id: Set(deletion.chat.0),
            message_id: Set(deletion.message.0),
            due_at: Set(deletion.due.0),
        };
        let earlier = r#"CASE WHEN "excluded"."due_at" < "message_deletions"."due_at"
            THEN "excluded"."due_at" ELSE "message_deletions"."due_at" END"#;
        let again = OnConflict::columns([Column::ChatId, Column::MessageId])
            .value(Column::DueAt, Expr::cust(earlier))
            .to_owned();
        let insert = Entity::insert(row).on_conflict(again);
        insert.exec_without_returning(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn list_due(&self, now: Timestamp, limit: u64) -> Result<Vec<Deletion>, StoreError> {
        let rows = Entity::find()
            .filter(Column::DueAt.lte(now.0))
            .order_by_asc(Column::DueAt)
            .order_by_asc(Column::ChatId)
            .order_by_asc(Column::MessageId)
            .limit(limit)
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        let deletions = rows.into_iter().map(|row| Deletion {
            chat: ChatId(row.chat_id),
            message: MessageId(row.message_id),
            due: Timestamp(row.due_at),
        });
        Ok(deletions.collect())
    }

    async fn remove(&self, chat: ChatId, message: MessageId) -> Result<(), StoreError> {
        let removal = Entity::delete_by_id((chat.0, message.0));
        removal.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }
}
