//! The table `enforced_channels`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enforced_channels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel_id: i64,
    pub title: String,
    pub username: Option<String>,
    pub invite_link: Option<String>,
    pub can_check: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub looked_at: Option<i64>,
    pub look_due_at: Option<i64>,
    pub look_misses: Option<i32>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
