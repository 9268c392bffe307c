//! The table `brakes`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "brakes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: i64,
    pub tripped_at: i64,
    pub failed: i64,
    pub freed: i64,
    pub ended_at: Option<i64>,
    pub end_reason: Option<String>,
    pub ended_by: Option<i64>,
    pub ended_by_name: Option<String>,
    pub rests_until: Option<i64>,
    pub looks: i32,
    pub look_at: i64,
    pub is_told: bool,
    pub chat_id: Option<i64>,
    pub message_id: Option<i32>,
    pub due_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
