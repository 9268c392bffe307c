//! What is stored, counted.

use async_trait::async_trait;
use portcullis_domain::{
    inbox::InboxCounts,
    ports::{Census, CensusCounts, Inbox, StoreError},
    settings::Mode,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::{
    connection::Database,
    entities::{group_channel_link, protected_group, restriction, tenancy},
    inbox::SqlInbox,
    store_error::store_error,
};

/// Counts the rows of a database.
#[derive(Clone, Debug)]
pub struct SqlCensus {
    database: Database,
    inbox: SqlInbox,
}

impl SqlCensus {
    /// Works on `database`.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { inbox: SqlInbox::new(database.clone()), database }
    }

    async fn count<E>(&self, rows: Select<E>) -> Result<u64, StoreError>
    where
        E: EntityTrait<Model: Sync>,
    {
        rows.count(self.database.reader()).await.map_err(store_error)
    }
}

#[async_trait]
impl Census for SqlCensus {
    async fn take(&self) -> Result<CensusCounts, StoreError> {
        let linked = group_channel_link::Entity::find().select_only().column(group_channel_link::Column::GroupId);
        let blocked = tenancy::Entity::find()
            .select_only()
            .column(tenancy::Column::GroupId)
            .filter(tenancy::Column::BlockedAt.is_not_null());
        let groups = protected_group::Entity::find()
            .filter(protected_group::Column::Enabled.eq(true))
            .filter(protected_group::Column::GroupId.in_subquery(linked.into_query()))
            .filter(protected_group::Column::GroupId.not_in_subquery(blocked.into_query()));
        let restrictions = restriction::Entity::find()
            .filter(restriction::Column::LiftedAt.is_null())
            .filter(restriction::Column::Mode.eq(Mode::Enforce.word()))
            .filter(restriction::Column::Step.is_null());
        let InboxCounts { pending, dead_letters } = self.inbox.counts().await?;
        Ok(CensusCounts {
            protected_groups: self.count(groups).await?,
            open_restrictions: self.count(restrictions).await?,
            pending_updates: pending,
            dead_letters,
        })
    }
}
