//! When the bot looks for itself at which group and channel.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, IntoIden, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer_null, integer_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "protected_groups_by_look", ProtectedGroups::Table).await?;
        add(manager, "enforced_channels_by_look", EnforcedChannels::Table).await
    }
}

/// Adds the columns to a table. What was never looked at has no values, and is made due at the next start.
async fn add<T: IntoIden + Copy>(manager: &SchemaManager<'_>, index: &str, table: T) -> Result<(), DbErr> {
    for column in [big_integer_null(Look::LookedAt), big_integer_null(Look::LookDueAt), integer_null(Look::LookMisses)]
    {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }
    manager.create_index(Index::create().name(index).table(table).col(Look::LookDueAt).take()).await
}

#[derive(DeriveIden)]
#[expect(clippy::enum_variant_names, reason = "each is the name of a column")]
enum Look {
    LookedAt,
    LookDueAt,
    LookMisses,
}

#[derive(Clone, Copy, DeriveIden)]
enum ProtectedGroups {
    Table,
}

#[derive(Clone, Copy, DeriveIden)]
enum EnforcedChannels {
    Table,
}
