//! The inbox as a log: what is leased is a lane, and an update has a place in its lane instead of one among all.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Makes a lane, due at once, of all that is stored: positions need only rise within it.
pub const OPEN_LANES: &str = r#"
    INSERT INTO "inbox_lanes" ("lane", "last", "free_at")
    SELECT "lane", MAX("position"), 0 FROM "inbox" WHERE "dead_at" IS NULL GROUP BY "lane""#;

/// Both tables live by churn: what is stored is gone within moments, so a share of their rows says nothing of how many
/// dead ones there are.
const VACUUM: [&str; 2] = [
    r#"ALTER TABLE "inbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)"#,
    r#"ALTER TABLE "inbox_lanes" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)"#,
];

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lanes = Table::create()
            .table(InboxLanes::Table)
            .col(big_integer(InboxLanes::Lane).primary_key())
            .col(big_integer(InboxLanes::Last))
            .col(text_null(InboxLanes::Holder))
            .col(big_integer(InboxLanes::FreeAt))
            .take();
        manager.create_table(lanes).await?;
        let due = Index::create().name("inbox_lanes_due").table(InboxLanes::Table).col(InboxLanes::FreeAt).take();
        manager.create_index(due).await?;

        for name in
            ["inbox_by_position", "inbox_by_arrival", "inbox_by_lane", "inbox_by_due", "inbox_by_lease", "inbox_held"]
        {
            manager.drop_index(Index::drop().name(name).table(Inbox::Table).to_owned()).await?;
        }
        for column in [Inbox::NotBefore, Inbox::LeaseHolder, Inbox::LeaseUntil] {
            manager.alter_table(Table::alter().table(Inbox::Table).drop_column(column).take()).await?;
        }
        let in_lane = Index::create()
            .name("inbox_in_lane")
            .table(Inbox::Table)
            .col(Inbox::Lane)
            .col(Inbox::Position)
            .and_where(Expr::col(Inbox::DeadAt).is_null())
            .take();
        manager.create_index(in_lane).await?;

        let database = manager.get_connection();
        database.execute_unprepared(OPEN_LANES).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            for setting in VACUUM {
                database.execute_unprepared(setting).await?;
            }
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Inbox {
    Table,
    Lane,
    Position,
    NotBefore,
    LeaseHolder,
    LeaseUntil,
    DeadAt,
}

#[derive(DeriveIden)]
enum InboxLanes {
    Table,
    Lane,
    Last,
    Holder,
    FreeAt,
}
