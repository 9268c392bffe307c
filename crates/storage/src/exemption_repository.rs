//! The exemptions that admins have given, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, Timestamp, UserId,
    ports::{ExemptionRecord, ExemptionRepository, StoreError},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult};

use crate::{
    connection::Database,
    entities::exemption::{ActiveModel, Column, Entity},
    store_error::store_error,
};

/// The exemptions that admins have given.
#[derive(Clone, Debug)]
pub struct SqlExemptionRepository {
    database: Database,
}

impl SqlExemptionRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl ExemptionRepository for SqlExemptionRepository {
    async fn put(&self, exemption: ExemptionRecord) -> Result<bool, StoreError> {
        let row = ActiveModel {
            group_id: Set(exemption.group.0),
            user_id: Set(exemption.user.0),
            exempted_by: Set(exemption.by.0),
            exempted_at: Set(exemption.at.0),
        };
        let insert = Entity::insert(row).on_conflict_do_nothing_on([Column::GroupId, Column::UserId]);
        let outcome = insert.exec_without_returning(self.database.writer()).await.map_err(store_error)?;
        Ok(matches!(outcome, TryInsertResult::Inserted(1..)))
    }

    async fn remove(&self, group: GroupId, user: UserId) -> Result<bool, StoreError> {
        let outcome = Entity::delete_by_id((group.0, user.0)).exec(self.database.writer()).await;
        outcome.map(|outcome| outcome.rows_affected > 0).map_err(store_error)
    }

    async fn list(&self, group: GroupId, skip: u64, limit: u64) -> Result<Vec<ExemptionRecord>, StoreError> {
        let rows = Entity::find()
            .filter(Column::GroupId.eq(group.0))
            .order_by_asc(Column::ExemptedAt)
            .order_by_asc(Column::UserId)
            .offset(skip)
            .limit(limit)
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        let exempted = rows.into_iter().map(|row| ExemptionRecord {
            group: GroupId(row.group_id),
            user: UserId(row.user_id),
            by: UserId(row.exempted_by),
            at: Timestamp(row.exempted_at),
        });
        Ok(exempted.collect())
    }
}
