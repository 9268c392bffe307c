//! The set-ups that people have begun without typing, and the arrivals of the bot that were greeted.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName,
    sea_query::{Index, Table},
};
use sea_orm_migration::{
    MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::{big_integer, big_integer_null, boolean, pk_auto, string_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The key goes to Telegram as the number of a request, which has 32 bits.
        let setups = Table::create()
            .table(Setups::Table)
            .col(pk_auto(Setups::Id))
            .col(big_integer(Setups::UserId))
            .col(big_integer(Setups::GroupId))
            .col(string_null(Setups::Username))
            .col(string_null(Setups::LanguageCode))
            .col(big_integer_null(Setups::ChannelId))
            .col(big_integer(Setups::BegunAt))
            .take();
        manager.create_table(setups).await?;
        let one_each = Index::create()
            .name("setups_user_group")
            .table(Setups::Table)
            .col(Setups::UserId)
            .col(Setups::GroupId)
            .unique()
            .take();
        manager.create_index(one_each).await?;
        for (name, column) in [("setups_channel", Setups::ChannelId), ("setups_begun", Setups::BegunAt)] {
            manager.create_index(Index::create().name(name).table(Setups::Table).col(column).take()).await?;
        }

        let greetings = Table::create()
            .table(Greetings::Table)
            .col(big_integer(Greetings::GroupId).primary_key())
            .col(big_integer(Greetings::ArrivedAt))
            .col(boolean(Greetings::IsAdministrator))
            .take();
        manager.create_table(greetings).await
    }
}

#[derive(DeriveIden)]
enum Setups {
    Table,
    Id,
    UserId,
    GroupId,
    Username,
    LanguageCode,
    ChannelId,
    BegunAt,
}

#[derive(DeriveIden)]
enum Greetings {
    Table,
    GroupId,
    ArrivedAt,
    IsAdministrator,
}
