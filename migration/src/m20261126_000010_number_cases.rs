//! Every restriction has a number in its group, by which people call it.

use sea_orm::{
    ConnectionTrait, DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::big_integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Numbers the restrictions that have no number, in the order in which they came, after those of their group that have one.
pub const NUMBER_CASES: &str = r#"
    UPDATE "restrictions" SET "case_number" = "numbered"."number"
    FROM (SELECT "id", ROW_NUMBER() OVER (PARTITION BY "group_id" ORDER BY "restricted_at", "id") + (
            SELECT COALESCE(MAX("known"."case_number"), 0) FROM "restrictions" AS "known"
            WHERE "known"."group_id" = "restrictions"."group_id") AS "number"
        FROM "restrictions" WHERE "case_number" IS NULL) AS "numbered"
    WHERE "restrictions"."id" = "numbered"."id""#;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // It may be null: an instance of an older version may go on writing rows until it is replaced.
        let column = big_integer_null(Restrictions::CaseNumber);
        manager.alter_table(Table::alter().table(Restrictions::Table).add_column(column).take()).await?;
        let of_group = Index::create()
            .name("restrictions_case_number")
            .table(Restrictions::Table)
            .col(Restrictions::GroupId)
            .col(Restrictions::CaseNumber)
            .unique()
            .take();
        manager.create_index(of_group).await?;
        manager.get_connection().execute_unprepared(NUMBER_CASES).await?;
        // The past cases of one person.
        let of_person = Index::create()
            .name("restrictions_by_person")
            .table(Restrictions::Table)
            .col(Restrictions::UserId)
            .col(Restrictions::GroupId)
            .col(Restrictions::Id)
            .take();
        manager.create_index(of_person).await
    }
}

#[derive(DeriveIden)]
enum Restrictions {
    Table,
    Id,
    GroupId,
    UserId,
    CaseNumber,
}
