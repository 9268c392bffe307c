//! Who protects which group by which channels.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{ForeignKey, ForeignKeyAction, Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, big_pk_auto, boolean, json_binary, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_owners(manager).await?;
        create_groups(manager).await?;
        create_channels(manager).await?;
        create_links(manager).await
    }
}

async fn create_owners(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Owners::Table)
        .col(big_integer(Owners::UserId).primary_key())
        .col(text_null(Owners::Username))
        .col(big_integer(Owners::CreatedAt))
        .col(big_integer(Owners::UpdatedAt))
        .take();
    manager.create_table(table).await
}

async fn create_groups(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // An owner who still has groups can't be removed: the groups would go with them.
    let mut owner = ForeignKey::create()
        .name("protected_groups_owner")
        .from(ProtectedGroups::Table, ProtectedGroups::OwnerId)
        .to(Owners::Table, Owners::UserId)
        .on_update(ForeignKeyAction::Cascade)
        .on_delete(ForeignKeyAction::Restrict)
        .take();
    let table = Table::create()
        .table(ProtectedGroups::Table)
        .col(big_integer(ProtectedGroups::GroupId).primary_key())
        .col(big_integer(ProtectedGroups::OwnerId))
        .col(text(ProtectedGroups::Title))
        .col(boolean(ProtectedGroups::Enabled))
        .col(boolean(ProtectedGroups::CanEnforce))
        .col(big_integer_null(ProtectedGroups::LinkedChannelId))
        .col(json_binary(ProtectedGroups::Params))
        .col(big_integer(ProtectedGroups::CreatedAt))
        .col(big_integer(ProtectedGroups::UpdatedAt))
        .foreign_key(&mut owner)
        .take();
    manager.create_table(table).await?;

    let by_owner = Index::create()
        .name("protected_groups_by_owner")
        .table(ProtectedGroups::Table)
        .col(ProtectedGroups::OwnerId)
        .take();
    manager.create_index(by_owner).await?;
    let by_linked_channel = Index::create()
        .name("protected_groups_by_linked_channel")
        .table(ProtectedGroups::Table)
        .col(ProtectedGroups::LinkedChannelId)
        .take();
    manager.create_index(by_linked_channel).await
}

async fn create_channels(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(EnforcedChannels::Table)
        .col(big_integer(EnforcedChannels::ChannelId).primary_key())
        .col(text(EnforcedChannels::Title))
        .col(text_null(EnforcedChannels::Username))
        .col(text_null(EnforcedChannels::InviteLink))
        .col(boolean(EnforcedChannels::CanCheck))
        .col(big_integer(EnforcedChannels::CreatedAt))
        .col(big_integer(EnforcedChannels::UpdatedAt))
        .take();
    manager.create_table(table).await
}

async fn create_links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut group = ForeignKey::create()
        .name("group_channel_links_group")
        .from(GroupChannelLinks::Table, GroupChannelLinks::GroupId)
        .to(ProtectedGroups::Table, ProtectedGroups::GroupId)
        .on_update(ForeignKeyAction::Cascade)
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    let mut channel = ForeignKey::create()
        .name("group_channel_links_channel")
        .from(GroupChannelLinks::Table, GroupChannelLinks::ChannelId)
        .to(EnforcedChannels::Table, EnforcedChannels::ChannelId)
        .on_update(ForeignKeyAction::Cascade)
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    let table = Table::create()
        .table(GroupChannelLinks::Table)
        .col(big_pk_auto(GroupChannelLinks::Id))
        .col(big_integer(GroupChannelLinks::GroupId))
        .col(big_integer(GroupChannelLinks::ChannelId))
        .foreign_key(&mut group)
        .foreign_key(&mut channel)
        .take();
    manager.create_table(table).await?;

    let once = Index::create()
        .name("group_channel_links_once")
        .table(GroupChannelLinks::Table)
        .col(GroupChannelLinks::GroupId)
        .col(GroupChannelLinks::ChannelId)
        .unique()
        .take();
    manager.create_index(once).await?;
    let by_channel = Index::create()
        .name("group_channel_links_by_channel")
        .table(GroupChannelLinks::Table)
        .col(GroupChannelLinks::ChannelId)
        .col(GroupChannelLinks::GroupId)
        .take();
    manager.create_index(by_channel).await
}

#[derive(DeriveIden)]
enum Owners {
    Table,
    UserId,
    Username,
    CreatedAt,
    UpdatedAt,
}

/// Named by later steps too, whose rows belong to a group.
#[derive(DeriveIden)]
pub(crate) enum ProtectedGroups {
    Table,
    GroupId,
    OwnerId,
    Title,
    Enabled,
    CanEnforce,
    LinkedChannelId,
    Params,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum EnforcedChannels {
    Table,
    ChannelId,
    Title,
    Username,
    InviteLink,
    CanCheck,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum GroupChannelLinks {
    Table,
    Id,
    GroupId,
    ChannelId,
}
