//! The language of each group's owner, for what is said to its admins where nobody has just spoken.

use sea_orm::{DbErr, DeriveIden, DeriveMigrationName, sea_query::Table};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let language = string_null(ProtectedGroups::OwnerLanguageCode);
        manager.alter_table(Table::alter().table(ProtectedGroups::Table).add_column(language).take()).await
    }
}

#[derive(DeriveIden)]
enum ProtectedGroups {
    Table,
    OwnerLanguageCode,
}
