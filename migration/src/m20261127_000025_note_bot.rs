//! Whose database it is: one row with the bot's id, once a bot has started on it.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::big_integer};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bots = Table::create()
            .table(Bots::Table)
            .col(big_integer(Bots::Id).primary_key())
            .col(big_integer(Bots::BotId))
            .take();
        manager.create_table(bots).await
    }
}

#[derive(DeriveIden)]
enum Bots {
    Table,
    Id,
    BotId,
}
