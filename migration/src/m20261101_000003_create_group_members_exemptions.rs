//! Who was seen in a group, and whom its admins have exempted.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, IntoIden, Table},
};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait, schema::big_integer};

use crate::m20261101_000001_create_owners_groups_channels::ProtectedGroups;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_group_members(manager).await?;
        create_exemptions(manager).await
    }
}

async fn create_group_members(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(GroupMembers::Table)
        .col(big_integer(GroupMembers::GroupId))
        .col(big_integer(GroupMembers::UserId))
        .col(big_integer(GroupMembers::FirstSeen))
        .col(big_integer(GroupMembers::LastSeen))
        .primary_key(Index::create().col(GroupMembers::GroupId).col(GroupMembers::UserId))
        .foreign_key(&mut to_group("group_members_group", GroupMembers::Table, GroupMembers::GroupId))
        .take();
    manager.create_table(table).await?;

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

async fn create_exemptions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Exemptions::Table)
        .col(big_integer(Exemptions::GroupId))
        .col(big_integer(Exemptions::UserId))
        .col(big_integer(Exemptions::ExemptedBy))
        .col(big_integer(Exemptions::ExemptedAt))
        .primary_key(Index::create().col(Exemptions::GroupId).col(Exemptions::UserId))
        .foreign_key(&mut to_group("exemptions_group", Exemptions::Table, Exemptions::GroupId))
        .take();
    manager.create_table(table).await?;

    // A person who is erased is looked for in all groups.
    let by_user = Index::create().name("exemptions_by_user").table(Exemptions::Table).col(Exemptions::UserId).take();
    manager.create_index(by_user).await
}

fn to_group<T: IntoIden>(name: &str, table: T, column: T) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(name)
        .from(table.into_iden(), column.into_iden())
        .to(ProtectedGroups::Table, ProtectedGroups::GroupId)
        .on_update(ForeignKeyAction::Cascade)
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}

#[derive(DeriveIden)]
enum GroupMembers {
    Table,
    GroupId,
    UserId,
    FirstSeen,
    LastSeen,
}

#[derive(DeriveIden)]
enum Exemptions {
    Table,
    GroupId,
    UserId,
    ExemptedBy,
    ExemptedAt,
}
