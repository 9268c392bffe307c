//! The table `protected_groups`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "protected_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: i64,
    pub owner_id: i64,
    pub title: String,
    pub enabled: bool,
    pub can_enforce: bool,
    pub linked_channel_id: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub params: Json,
    pub created_at: i64,
    pub updated_at: i64,
    pub announced_can_enforce: Option<bool>,
    pub announce_after: Option<i64>,
    pub looked_at: Option<i64>,
    pub look_due_at: Option<i64>,
    pub look_misses: Option<i32>,
    pub owner_language_code: Option<String>,
    pub switched_on_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
