//! Messages that are to be removed after a while.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, integer},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(MessageDeletions::Table)
            .col(big_integer(MessageDeletions::ChatId))
            .col(integer(MessageDeletions::MessageId))
            .col(big_integer(MessageDeletions::DueAt))
            .primary_key(Index::create().col(MessageDeletions::ChatId).col(MessageDeletions::MessageId))
            .take();
        manager.create_table(table).await?;

        let by_due = Index::create()
            .name("message_deletions_by_due")
            .table(MessageDeletions::Table)
            .col(MessageDeletions::DueAt)
            .take();
        manager.create_index(by_due).await
    }
}

#[derive(DeriveIden)]
enum MessageDeletions {
    Table,
    ChatId,
    MessageId,
    DueAt,
}
