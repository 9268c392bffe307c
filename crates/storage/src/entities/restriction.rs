//! The table `restrictions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "restrictions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_number: Option<i64>,
    pub group_id: i64,
    pub user_id: i64,
    pub name: String,
    pub language_code: Option<String>,
    pub reason: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub missing_channels: Json,
    pub mode: String,
    pub thread_id: Option<i32>,
    pub root_message_id: Option<i32>,
    pub notice_message_id: Option<i32>,
    pub notice_posted_at: Option<i64>,
    pub restricted_at: i64,
    pub until: i64,
    pub muted_at: Option<i64>,
    pub lifted_at: Option<i64>,
    pub lift_reason: Option<String>,
    pub look_at: Option<i64>,
    pub look_for: Option<String>,
    pub looks: Option<i32>,
    pub known_failed_at: Option<i64>,
    pub step: Option<String>,
    pub message_id: Option<i32>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
