//! What only one of several processes may do at a time, and who does it.

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
        let table = Table::create()
            .table(Leases::Table)
            .col(text(Leases::Name).primary_key())
            .col(text(Leases::Holder))
            // By the clock of the database: those of the processes that compete may differ.
            .col(big_integer(Leases::Until))
            .take();
        manager.create_table(table).await
    }
}

#[derive(DeriveIden)]
enum Leases {
    Table,
    Name,
    Holder,
    Until,
}
