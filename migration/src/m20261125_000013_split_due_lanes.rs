//! Two indexes of lanes instead of one: those that are free, and those that somebody holds. A lease comes and goes with
//! nearly each update, and what it leaves in its index until that is vacuumed is not in the way of whoever looks for what
//! is free.

use sea_orm::{
    DbErr, DeriveIden, DeriveMigrationName, ExprTrait,
    sea_query::{ConditionalStatement, Expr, Index},
};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait::async_trait};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("inbox_lanes_due").table(InboxLanes::Table).to_owned()).await?;
        let holder = || Expr::col(InboxLanes::Holder);
        for (name, lanes) in [("inbox_lanes_free", holder().is_null()), ("inbox_lanes_leased", holder().is_not_null())]
        {
            let index =
                Index::create().name(name).table(InboxLanes::Table).col(InboxLanes::FreeAt).and_where(lanes).take();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum InboxLanes {
    Table,
    Holder,
    FreeAt,
}
