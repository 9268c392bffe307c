//! The groups in which no notice can be posted, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, Timestamp,
    notice::NoticeRefusal,
    ports::{NoticeRefusals, StoreError},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, prelude::Expr, sea_query::OnConflict,
};

use crate::{
    connection::Database,
    entities::notice_refusal::{ActiveModel, Column, Entity, Model},
    store_error::store_error,
};

/// The groups in which no notice can be posted.
#[derive(Clone, Debug)]
pub struct SqlNoticeRefusals {
    database: Database,
}

impl SqlNoticeRefusals {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl NoticeRefusals for SqlNoticeRefusals {
    async fn put(&self, group: GroupId, at: Timestamp) -> Result<(), StoreError> {
        let row = ActiveModel { group_id: Set(group.0), refused_at: Set(at.0), is_owner_told: Set(false) };
        let again = OnConflict::column(Column::GroupId).update_column(Column::RefusedAt).to_owned();
        let insert = Entity::insert(row).on_conflict(again);
        insert.exec_without_returning(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn find(&self, group: GroupId) -> Result<Option<NoticeRefusal>, StoreError> {
        let row = Entity::find_by_id(group.0).one(self.database.reader()).await.map_err(store_error)?;
        Ok(row.as_ref().map(from_row))
    }

    async fn list(&self) -> Result<Vec<NoticeRefusal>, StoreError> {
        let all = Entity::find().order_by_asc(Column::GroupId);
        let rows = all.all(self.database.reader()).await.map_err(store_error)?;
        Ok(rows.iter().map(from_row).collect())
    }

    async fn set_owner_told(&self, group: GroupId) -> Result<(), StoreError> {
        let update =
            Entity::update_many().col_expr(Column::IsOwnerTold, Expr::value(true)).filter(Column::GroupId.eq(group.0));
        update.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn remove(&self, group: GroupId) -> Result<(), StoreError> {
        let removal = Entity::delete_by_id(group.0);
        removal.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }
}

const fn from_row(row: &Model) -> NoticeRefusal {
    NoticeRefusal { group: GroupId(row.group_id), at: Timestamp(row.refused_at), is_owner_told: row.is_owner_told }
}
