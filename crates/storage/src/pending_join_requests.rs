//! Requests to join channels, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, Timestamp, UserId,
    pending_join_request::PendingJoinRequest,
    ports::{PendingJoinRequests, StoreError},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    connection::Database,
    entities::pending_join_request::{Column, Entity},
    statement::{execute, is_among},
    store_error::store_error,
};

/// An update that comes again, or late, does not make a request older.
const PUT: &str = r#"
    INSERT INTO "pending_join_requests" AS "old" ("channel_id", "user_id", "requested_at") VALUES ($1, $2, $3)
    ON CONFLICT ("channel_id", "user_id") DO UPDATE SET "requested_at" = "excluded"."requested_at"
        WHERE "excluded"."requested_at" > "old"."requested_at"
"#;

/// The requests to join channels of which updates have told.
#[derive(Clone, Debug)]
pub struct SqlPendingJoinRequests {
    database: Database,
}

impl SqlPendingJoinRequests {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl PendingJoinRequests for SqlPendingJoinRequests {
    async fn put(&self, request: PendingJoinRequest) -> Result<(), StoreError> {
        let PendingJoinRequest { channel, user, at } = request;
        let values = [channel.0.into(), user.0.into(), at.0.into()];
        execute(self.database.writer(), PUT, values).await.map(drop).map_err(store_error)
    }

    async fn end(&self, channel: ChannelId, user: UserId, by: Timestamp) -> Result<(), StoreError> {
        let ended = Entity::delete_by_id((channel.0, user.0)).filter(Column::RequestedAt.lte(by.0));
        ended.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn list_of(
        &self,
        user: UserId,
        channels: &[ChannelId],
        since: Timestamp,
    ) -> Result<Vec<ChannelId>, StoreError> {
        let database = self.database.reader();
        let requested: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::ChannelId)
            .filter(is_among(database, Column::ChannelId, channels.iter().map(|channel| channel.0)))
            .filter(Column::UserId.eq(user.0))
            .filter(Column::RequestedAt.gte(since.0))
            .into_tuple()
            .all(database)
            .await
            .map_err(store_error)?;
        Ok(requested.into_iter().map(ChannelId).collect())
    }

    async fn prune(&self, before: Timestamp) -> Result<u64, StoreError> {
        let pruned = Entity::delete_many().filter(Column::RequestedAt.lt(before.0)).exec(self.database.writer()).await;
        Ok(pruned.map_err(store_error)?.rows_affected)
    }
}
