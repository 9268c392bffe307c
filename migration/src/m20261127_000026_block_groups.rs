//! Whom the bot serves: groups that the operator has blocked, ids that groups had before, and who was told that they are
//! not served.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, text_null},
};

use crate::m20261101_000001_create_owners_groups_channels::ProtectedGroups;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key: a group may be blocked, or turned away, that nobody has ever protected.
        let tenancies = Table::create()
            .table(Tenancies::Table)
            .col(big_integer(Tenancies::GroupId).primary_key())
            .col(big_integer_null(Tenancies::FormerId))
            .col(big_integer_null(Tenancies::BlockedAt))
            .col(text_null(Tenancies::BlockReason))
            .col(big_integer_null(Tenancies::NotAllowedToldAt))
            .col(big_integer_null(Tenancies::BlockedToldAt))
            .take();
        manager.create_table(tenancies).await?;
        for (name, column) in
            [("tenancies_blocked", Tenancies::BlockedAt), ("tenancies_told", Tenancies::NotAllowedToldAt)]
        {
            let index = Index::create().name(name).table(Tenancies::Table).col(column).col(Tenancies::GroupId).take();
            manager.create_index(index).await?;
        }
        // The order in which an operator lists them.
        let by_age = Index::create()
            .name("protected_groups_by_age")
            .table(ProtectedGroups::Table)
            .col(ProtectedGroups::CreatedAt)
            .col(ProtectedGroups::GroupId)
            .take();
        manager.create_index(by_age).await?;
        // When somebody was last seen in a group.
        let by_activity = Index::create()
            .name("group_members_by_activity")
            .table(GroupMembers::Table)
            .col(GroupMembers::GroupId)
            .col(GroupMembers::LastSeen)
            .take();
        manager.create_index(by_activity).await
    }
}

#[derive(DeriveIden)]
enum Tenancies {
    Table,
    GroupId,
    FormerId,
    BlockedAt,
    BlockReason,
    NotAllowedToldAt,
    BlockedToldAt,
}

#[derive(DeriveIden)]
enum GroupMembers {
    Table,
    GroupId,
    LastSeen,
}
