//! The people of whom nothing is to be noted any more: a keyed hash of each id, and the key.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let keys = Table::create()
            .table(OptOutKeys::Table)
            .col(big_integer(OptOutKeys::Id).primary_key())
            .col(text(OptOutKeys::Key))
            .take();
        manager.create_table(keys).await?;
        let opt_outs = Table::create()
            .table(OptOuts::Table)
            .col(big_integer(OptOuts::Hash).primary_key())
            .col(big_integer(OptOuts::OptedOutAt))
            .take();
        manager.create_table(opt_outs).await
    }
}

#[derive(DeriveIden)]
enum OptOutKeys {
    Table,
    Id,
    Key,
}

#[derive(DeriveIden)]
enum OptOuts {
    Table,
    Hash,
    OptedOutAt,
}
