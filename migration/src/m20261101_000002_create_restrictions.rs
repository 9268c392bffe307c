//! The history of restrictions.
//!
//! Not tied to `protected_groups` by a foreign key: the history is an audit log, and outlives what it speaks of.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, IndexCreateStatement, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, big_pk_auto, integer_null, json_binary, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Restrictions::Table)
            .col(big_pk_auto(Restrictions::Id))
            .col(big_integer(Restrictions::GroupId))
            .col(big_integer(Restrictions::UserId))
            .col(text(Restrictions::Name))
            .col(text_null(Restrictions::LanguageCode))
            .col(text(Restrictions::Reason))
            .col(json_binary(Restrictions::MissingChannels))
            .col(text(Restrictions::Mode))
            .col(integer_null(Restrictions::NoticeMessageId))
            .col(big_integer(Restrictions::RestrictedAt))
            .col(big_integer(Restrictions::Until))
            .col(big_integer_null(Restrictions::MutedAt))
            .col(big_integer_null(Restrictions::LiftedAt))
            .col(text_null(Restrictions::LiftReason))
            .take();
        manager.create_table(table).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// All but one hold the open rows alone, which are few beside the history.
fn indexes() -> [IndexCreateStatement; 7] {
    [
        // The rule itself: at most one open restriction for each person in a group.
        open("restrictions_one_open").col(Restrictions::GroupId).col(Restrictions::UserId).unique().take(),
        open("restrictions_open_by_user").col(Restrictions::UserId).take(),
        open("restrictions_open_by_group").col(Restrictions::GroupId).col(Restrictions::Id).take(),
        open("restrictions_open_by_until").col(Restrictions::Until).take(),
        open("restrictions_open_by_notice").col(Restrictions::GroupId).col(Restrictions::NoticeMessageId).take(),
        open("restrictions_awaiting_notice")
            .col(Restrictions::GroupId)
            .and_where(Expr::col(Restrictions::NoticeMessageId).is_null())
            .and_where(Expr::col(Restrictions::MutedAt).is_not_null())
            .take(),
        Index::create()
            .name("restrictions_history")
            .table(Restrictions::Table)
            .col(Restrictions::GroupId)
            .col(Restrictions::RestrictedAt)
            .take(),
    ]
}

fn open(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table(Restrictions::Table).and_where(Expr::col(Restrictions::LiftedAt).is_null()).take()
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    Id,
    GroupId,
    UserId,
    Name,
    LanguageCode,
    Reason,
    MissingChannels,
    Mode,
    NoticeMessageId,
    RestrictedAt,
    Until,
    MutedAt,
    LiftedAt,
    LiftReason,
}
