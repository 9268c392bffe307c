//! The brakes of groups, and which restrictions are failures of people whom a group has long known.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, ForeignKey, ForeignKeyAction, Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, boolean, integer, integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let group = ForeignKey::create()
            .from(Brakes::Table, Brakes::GroupId)
            .to(ProtectedGroups::Table, ProtectedGroups::GroupId)
            .on_delete(ForeignKeyAction::Cascade)
            .take();
        let table = Table::create()
            .table(Brakes::Table)
            .col(big_integer(Brakes::GroupId).primary_key())
            .col(big_integer(Brakes::TrippedAt))
            .col(big_integer(Brakes::Failed))
            .col(big_integer(Brakes::Freed))
            .col(big_integer_null(Brakes::EndedAt))
            .col(text_null(Brakes::EndReason))
            .col(big_integer_null(Brakes::EndedBy))
            .col(text_null(Brakes::EndedByName))
            .col(big_integer_null(Brakes::RestsUntil))
            .col(integer(Brakes::Looks))
            .col(big_integer(Brakes::LookAt))
            .col(boolean(Brakes::IsTold))
            .col(big_integer_null(Brakes::ChatId))
            .col(integer_null(Brakes::MessageId))
            .col(big_integer_null(Brakes::DueAt))
            .foreign_key(&mut { group })
            .take();
        manager.create_table(table).await?;
        // The few about which something is to be done.
        let due = Index::create()
            .name("brakes_due")
            .table(Brakes::Table)
            .col(Brakes::DueAt)
            .and_where(Expr::col(Brakes::DueAt).is_not_null())
            .take();
        manager.create_index(due).await?;
        // When somebody failed whom the group had long known; of everybody else nothing is noted.
        let column = big_integer_null(Restrictions::KnownFailedAt);
        manager.alter_table(Table::alter().table(Restrictions::Table).add_column(column).take()).await?;
        let failures = Index::create()
            .name("restrictions_of_known_members")
            .table(Restrictions::Table)
            .col(Restrictions::GroupId)
            .col(Restrictions::KnownFailedAt)
            .col(Restrictions::UserId)
            .and_where(Expr::col(Restrictions::KnownFailedAt).is_not_null())
            .take();
        manager.create_index(failures).await
    }
}

#[derive(DeriveIden)]
enum ProtectedGroups {
    Table,
    GroupId,
}

#[derive(DeriveIden)]
enum Brakes {
    Table,
    GroupId,
    TrippedAt,
    Failed,
    Freed,
    EndedAt,
    EndReason,
    EndedBy,
    EndedByName,
    RestsUntil,
    Looks,
    LookAt,
    IsTold,
    ChatId,
    MessageId,
    DueAt,
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    GroupId,
    UserId,
    KnownFailedAt,
}
