//! Who was seen is noted in every group that the bot administers, protected or not.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Alias, ForeignKey, Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The rows, as they are.
const COPY: &str = r#"
    INSERT INTO "group_members_anew" ("group_id", "user_id", "first_seen", "last_seen", "welcomed_at")
    SELECT "group_id", "user_id", "first_seen", "last_seen", "welcomed_at" FROM "group_members""#;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            let drop = ForeignKey::drop().name("group_members_group").table(GroupMembers::Table).to_owned();
            return manager.drop_foreign_key(drop).await;
        }
        // SQLite drops no foreign key: <https://www.sqlite.org/lang_altertable.html#otheralter>.
        let anew = Alias::new("group_members_anew");
        let table = Table::create()
            .table(anew.clone())
            .col(big_integer(GroupMembers::GroupId))
            .col(big_integer(GroupMembers::UserId))
            .col(big_integer(GroupMembers::FirstSeen))
            .col(big_integer(GroupMembers::LastSeen))
            .col(big_integer_null(GroupMembers::WelcomedAt))
            .primary_key(Index::create().col(GroupMembers::GroupId).col(GroupMembers::UserId))
            .take();
        manager.create_table(table).await?;
        manager.get_connection().execute_unprepared(COPY).await?;
        manager.drop_table(Table::drop().table(GroupMembers::Table).take()).await?;
        manager.rename_table(Table::rename().table(anew, GroupMembers::Table).take()).await?;
        let by_user = Index::create()
            .name("group_members_by_user")
            .table(GroupMembers::Table)
            .col(GroupMembers::UserId)
            .col(GroupMembers::LastSeen)
            .take();
        manager.create_index(by_user).await?;
        let by_last_seen = Index::create()
            .name("group_members_by_last_seen")
            .table(GroupMembers::Table)
            .col(GroupMembers::LastSeen)
            .take();
        manager.create_index(by_last_seen).await
    }
}

#[derive(DeriveIden)]
enum GroupMembers {
    Table,
    GroupId,
    UserId,
    FirstSeen,
    LastSeen,
    WelcomedAt,
}
