//! Which message greets a group, so that it can go once the gate is on.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let message = integer_null(Greetings::MessageId);
        manager.alter_table(Table::alter().table(Greetings::Table).add_column(message).take()).await
    }
}

#[derive(DeriveIden)]
enum Greetings {
    Table,
    MessageId,
}
