//! What comes before a mute: which step a record speaks of, which message was left standing, and since when a gate is on.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer_null, integer_null, string_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Each may be null: a mute is no step before one, an instance of an older version may go on writing rows until it is
        // replaced, and a gate that was on before this was switched on as its group was protected.
        // One column at a time: SQLite adds no more in one statement.
        for column in [string_null(Restrictions::Step), integer_null(Restrictions::MessageId)] {
            manager.alter_table(Table::alter().table(Restrictions::Table).add_column(column).take()).await?;
        }
        // Everything that is counted stands in the index, and a step before a mute counts as none.
        manager.drop_index(Index::drop().name("restrictions_counted").table(Restrictions::Table).to_owned()).await?;
        let counted = Index::create()
            .name("restrictions_counted")
            .table(Restrictions::Table)
            .col(Restrictions::GroupId)
            .col(Restrictions::Mode)
            .col(Restrictions::LiftReason)
            .col(Restrictions::MutedAt)
            .col(Restrictions::LiftedAt)
            .col(Restrictions::Step)
            .take();
        manager.create_index(counted).await?;
        let switched_on_at = big_integer_null(ProtectedGroups::SwitchedOnAt);
        manager.alter_table(Table::alter().table(ProtectedGroups::Table).add_column(switched_on_at).take()).await
    }
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    GroupId,
    Mode,
    LiftReason,
    MutedAt,
    LiftedAt,
    Step,
    MessageId,
}

#[derive(DeriveIden)]
enum ProtectedGroups {
    Table,
    SwitchedOnAt,
}
