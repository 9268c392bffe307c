//! The updates in somebody's hand, by lane: whoever claims asks for each lane whether it has one.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index},
};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let held = Index::create()
            .name("inbox_held")
            .table(Inbox::Table)
            .col(Inbox::Lane)
            .col(Inbox::LeaseUntil)
            .and_where(Expr::col(Inbox::LeaseUntil).is_not_null())
            .take();
        manager.create_index(held).await
    }
}

#[derive(DeriveIden)]
enum Inbox {
    Table,
    Lane,
    LeaseUntil,
}
