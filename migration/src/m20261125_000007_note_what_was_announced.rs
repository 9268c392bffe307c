//! What a group's admins were last told of the bot's abilities, apart from the abilities themselves: where the two
//! differ, something is still to be told.

use sea_orm::{
    ConnectionTrait, DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, IntoIden, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer_null, boolean_null},
};

/// What is lost by now was announced when it was lost.
const ANNOUNCED: [&str; 2] = [
    r#"UPDATE "protected_groups" SET "announced_can_enforce" = "can_enforce""#,
    r#"UPDATE "group_channel_links" SET "announced_can_check" = (SELECT "can_check" FROM "enforced_channels"
        WHERE "enforced_channels"."channel_id" = "group_channel_links"."channel_id")"#,
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let announced = ProtectedGroups::AnnouncedCanEnforce;
        add(manager, "protected_groups_to_announce", ProtectedGroups::Table, announced).await?;
        let announced = GroupChannelLinks::AnnouncedCanCheck;
        add(manager, "group_channel_links_to_announce", GroupChannelLinks::Table, announced).await?;
        for statement in ANNOUNCED {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Adds the columns to a table, and an index on the few rows about which something is to be told.
async fn add<T: IntoIden + Copy>(
    manager: &SchemaManager<'_>,
    index: &str,
    table: T,
    announced: impl IntoIden,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(boolean_null(announced)).take()).await?;
    manager.alter_table(Table::alter().table(table).add_column(big_integer_null(AnnounceAfter)).take()).await?;
    let due = Index::create()
        .name(index)
        .table(table)
        .col(AnnounceAfter)
        .and_where(Expr::col(AnnounceAfter).is_not_null())
        .take();
    manager.create_index(due).await
}

#[derive(Clone, Copy, DeriveIden)]
struct AnnounceAfter;

#[derive(Clone, Copy, DeriveIden)]
enum ProtectedGroups {
    Table,
    AnnouncedCanEnforce,
}

#[derive(Clone, Copy, DeriveIden)]
enum GroupChannelLinks {
    Table,
    AnnouncedCanCheck,
}
