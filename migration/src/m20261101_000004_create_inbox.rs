//! Updates that were confirmed to Telegram and are not yet carried out.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, IndexCreateStatement, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, integer, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Inbox::Table)
            .col(big_integer(Inbox::UpdateId).primary_key())
            // The order of arrival, in which a lane is worked off: Telegram's numbers start anew at times, and a
            // whole batch has one `received_at`.
            .col(big_integer(Inbox::Position))
            .col(big_integer(Inbox::Lane))
            // Text, not JSON: PostgreSQL's would refuse a NUL and reorder the keys.
            .col(text(Inbox::Raw))
            .col(big_integer(Inbox::ReceivedAt))
            .col(big_integer(Inbox::NotBefore))
            .col(integer(Inbox::Attempts))
            .col(text_null(Inbox::LeaseHolder))
            .col(big_integer_null(Inbox::LeaseUntil))
            .col(big_integer_null(Inbox::DeadAt))
            .take();
        manager.create_table(table).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn indexes() -> [IndexCreateStatement; 6] {
    let living = || Expr::col(Inbox::DeadAt).is_null();
    [
        // The last position of all, the dead included: it must never come twice.
        index("inbox_by_position").col(Inbox::Position).take(),
        index("inbox_by_arrival").col(Inbox::Position).col(Inbox::UpdateId).and_where(living()).take(),
        index("inbox_by_lane").col(Inbox::Lane).col(Inbox::Position).col(Inbox::UpdateId).and_where(living()).take(),
        index("inbox_by_due").col(Inbox::NotBefore).and_where(living()).take(),
        index("inbox_by_lease").col(Inbox::LeaseHolder).and_where(Expr::col(Inbox::LeaseHolder).is_not_null()).take(),
        index("inbox_dead").col(Inbox::DeadAt).and_where(Expr::col(Inbox::DeadAt).is_not_null()).take(),
    ]
}

fn index(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table(Inbox::Table).take()
}

#[derive(DeriveIden)]
enum Inbox {
    Table,
    UpdateId,
    Position,
    Lane,
    Raw,
    ReceivedAt,
    NotBefore,
    Attempts,
    LeaseHolder,
    LeaseUntil,
    DeadAt,
}
