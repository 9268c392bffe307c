//! The public names by which people were seen: a command may name a person by it.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
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
            .table(Usernames::Table)
            .col(big_integer(Usernames::UserId).primary_key())
            .col(text(Usernames::Username))
            .col(big_integer(Usernames::SeenAt))
            .take();
        manager.create_table(table).await?;
        // Names change hands, so that several people may have been seen by one: whoever was last has it.
        let by_name = Index::create()
            .name("usernames_by_name")
            .table(Usernames::Table)
            .col(Usernames::Username)
            .col(Usernames::SeenAt)
            .take();
        manager.create_index(by_name).await?;
        let by_age = Index::create().name("usernames_by_age").table(Usernames::Table).col(Usernames::SeenAt).take();
        manager.create_index(by_age).await
    }
}

#[derive(DeriveIden)]
enum Usernames {
    Table,
    UserId,
    Username,
    SeenAt,
}
