//! The table `group_channel_links`: its ids tell the order in which channels were added to a group.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_channel_links")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub group_id: i64,
    pub channel_id: i64,
    pub announced_can_check: Option<bool>,
    pub announce_after: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::enforced_channel::Entity",
        from = "Column::ChannelId",
        to = "super::enforced_channel::Column::ChannelId"
    )]
    Channel,
    #[sea_orm(
        belongs_to = "super::protected_group::Entity",
        from = "Column::GroupId",
        to = "super::protected_group::Column::GroupId"
    )]
    Group,
}

impl Related<super::enforced_channel::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Channel.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
