//! When a restriction is looked at again, because nobody could tell before or Telegram refused to end it.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, IndexCreateStatement, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer_null, integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One each: SQLite adds one column at a time.
        for column in [
            big_integer_null(Restrictions::LookAt),
            text_null(Restrictions::LookFor),
            integer_null(Restrictions::Looks),
        ] {
            manager.alter_table(Table::alter().table(Restrictions::Table).add_column(column).take()).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Both hold a few of the open rows: those to be looked at again, and those whose mute was never confirmed.
fn indexes() -> [IndexCreateStatement; 2] {
    [
        open("restrictions_to_look_at")
            .col(Restrictions::LookAt)
            .and_where(Expr::col(Restrictions::LookAt).is_not_null())
            .take(),
        open("restrictions_unconfirmed")
            .col(Restrictions::RestrictedAt)
            .and_where(Expr::col(Restrictions::MutedAt).is_null())
            .and_where(Expr::col(Restrictions::LookAt).is_null())
            .and_where(Expr::col(Restrictions::Mode).eq("enforce"))
            .take(),
    ]
}

fn open(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table(Restrictions::Table).and_where(Expr::col(Restrictions::LiftedAt).is_null()).take()
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    Mode,
    RestrictedAt,
    MutedAt,
    LiftedAt,
    LookAt,
    LookFor,
    Looks,
}
