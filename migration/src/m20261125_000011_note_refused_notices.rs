//! The groups in which no notice can be posted; and an index that answers how many restrictions a group has and had.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, boolean},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(NoticeRefusals::Table)
            .col(big_integer(NoticeRefusals::GroupId).primary_key())
            .col(big_integer(NoticeRefusals::RefusedAt))
            .col(boolean(NoticeRefusals::IsOwnerTold))
            .take();
        manager.create_table(table).await?;

        // Everything that is counted: the rows themselves, wide as they are, are not read.
        let counted = Index::create()
            .name("restrictions_counted")
            .table(Restrictions::Table)
            .col(Restrictions::GroupId)
            .col(Restrictions::Mode)
            .col(Restrictions::LiftReason)
            .col(Restrictions::MutedAt)
            .col(Restrictions::LiftedAt)
            .take();
        manager.create_index(counted).await
    }
}

#[derive(DeriveIden)]
enum NoticeRefusals {
    Table,
    GroupId,
    RefusedAt,
    IsOwnerTold,
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    GroupId,
    Mode,
    LiftReason,
    MutedAt,
    LiftedAt,
}
