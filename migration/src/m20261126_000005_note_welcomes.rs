//! When a person was welcomed in a group.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::big_integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer_null(GroupMembers::WelcomedAt);
        manager.alter_table(Table::alter().table(GroupMembers::Table).add_column(column).take()).await
    }
}

#[derive(DeriveIden)]
enum GroupMembers {
    Table,
    WelcomedAt,
}
