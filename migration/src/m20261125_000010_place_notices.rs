//! Where a muted person wrote, so that the notice finds the place, and when a notice was posted, so that it is replaced
//! while it can still be deleted.

use sea_orm::{
    ConnectionTrait, DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer_null, integer_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Dates the notices of which nobody wrote down when they were posted: not before the mute, so that none grows too old.
pub const DATE_STANDING_NOTICES: &str = r#"
    UPDATE "restrictions" SET "notice_posted_at" = COALESCE("muted_at", "restricted_at")
    WHERE "notice_message_id" IS NOT NULL AND "notice_posted_at" IS NULL AND "lifted_at" IS NULL"#;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            integer_null(Restrictions::ThreadId),
            integer_null(Restrictions::RootMessageId),
            big_integer_null(Restrictions::NoticePostedAt),
        ] {
            manager.alter_table(Table::alter().table(Restrictions::Table).add_column(column).take()).await?;
        }
        manager.get_connection().execute_unprepared(DATE_STANDING_NOTICES).await?;
        let by_age = Index::create()
            .name("restrictions_open_by_notice_age")
            .table(Restrictions::Table)
            .col(Restrictions::NoticePostedAt)
            .and_where(Expr::col(Restrictions::LiftedAt).is_null())
            .take();
        manager.create_index(by_age).await
    }
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    ThreadId,
    RootMessageId,
    NoticePostedAt,
    LiftedAt,
}
