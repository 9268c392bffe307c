//! The table `jobs`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub group_id: i64,
    pub state: String,
    pub cursor: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub counts: Json,
    pub ordered_at: i64,
    pub not_before: i64,
    pub finished_at: Option<i64>,
    pub lease_holder: Option<String>,
    pub lease_until: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
