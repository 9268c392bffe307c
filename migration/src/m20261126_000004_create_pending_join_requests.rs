//! Who has asked to join which channel, and when.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::big_integer};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let requests = Table::create()
            .table(PendingJoinRequests::Table)
            .col(big_integer(PendingJoinRequests::ChannelId))
            .col(big_integer(PendingJoinRequests::UserId))
            .col(big_integer(PendingJoinRequests::RequestedAt))
            .primary_key(Index::create().col(PendingJoinRequests::ChannelId).col(PendingJoinRequests::UserId))
            .take();
        manager.create_table(requests).await?;
        let by_age = Index::create()
            .name("pending_join_requests_requested")
            .table(PendingJoinRequests::Table)
            .col(PendingJoinRequests::RequestedAt)
            .take();
        manager.create_index(by_age).await
    }
}

#[derive(DeriveIden)]
enum PendingJoinRequests {
    Table,
    ChannelId,
    UserId,
    RequestedAt,
}
