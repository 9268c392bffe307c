//! Long work over whole groups: at most one of a kind for each group.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, big_pk_auto, json_binary, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Jobs::Table)
            .col(big_pk_auto(Jobs::Id))
            .col(text(Jobs::Kind))
            .col(big_integer(Jobs::GroupId))
            .col(text(Jobs::State))
            .col(big_integer_null(Jobs::Cursor))
            .col(json_binary(Jobs::Counts))
            .col(big_integer(Jobs::OrderedAt))
            .col(big_integer(Jobs::NotBefore))
            .col(big_integer_null(Jobs::FinishedAt))
            .col(text_null(Jobs::LeaseHolder))
            .col(big_integer_null(Jobs::LeaseUntil))
            .take();
        manager.create_table(table).await?;

        let once =
            Index::create().name("jobs_once").table(Jobs::Table).col(Jobs::Kind).col(Jobs::GroupId).unique().take();
        manager.create_index(once).await?;
        let by_state = Index::create().name("jobs_by_state").table(Jobs::Table).col(Jobs::State).col(Jobs::Id).take();
        manager.create_index(by_state).await?;
        let by_group = Index::create().name("jobs_by_group").table(Jobs::Table).col(Jobs::GroupId).take();
        manager.create_index(by_group).await
    }
}

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
    Kind,
    GroupId,
    State,
    Cursor,
    Counts,
    OrderedAt,
    NotBefore,
    FinishedAt,
    LeaseHolder,
    LeaseUntil,
}
