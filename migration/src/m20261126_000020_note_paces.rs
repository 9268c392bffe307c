//! How fast Telegram takes calls that nobody waits for, as it was found out.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, integer, integer_null, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(CallPaces::Table)
            .col(text(CallPaces::Method).primary_key())
            .col(integer(CallPaces::PerSecond))
            .col(integer_null(CallPaces::RefusedAt))
            .col(big_integer(CallPaces::UpdatedAt))
            .take();
        manager.create_table(table).await
    }
}

#[derive(DeriveIden)]
enum CallPaces {
    Table,
    Method,
    PerSecond,
    RefusedAt,
    UpdatedAt,
}
