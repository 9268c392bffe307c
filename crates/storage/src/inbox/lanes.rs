//! The lanes in which something is stored, one row each: whose they are, and when they are free.

use std::collections::HashSet;

use portcullis_domain::{Timestamp, event::Lane, lease::Holder};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, prelude::Expr};

use crate::{
    connection::LimitedConnection,
    entities::inbox_lane::{Column, Entity},
    statement::{ROWS_AT_ONCE, is_among},
};

/// Which lanes may be claimed, apart from being due.
#[derive(Clone, Copy)]
pub(super) enum Claimable {
    /// Those that nobody holds.
    Free,
    /// Those whose lease has run out.
    Expired,
}

impl Claimable {
    /// The claim of these: each kind has an index of its own.
    pub(super) fn of(self, sql: &str) -> String {
        sql.replace(
            "{claimable}",
            match self {
                Self::Free => r#""holder" IS NULL"#,
                Self::Expired => r#""holder" IS NOT NULL"#,
            },
        )
    }
}

/// When the next of the lanes that nobody holds is due.
pub(super) async fn next_due(reader: &LimitedConnection) -> Result<Option<Timestamp>, DbErr> {
    let free = Entity::find().filter(Column::Holder.is_null());
    let first = free.select_only().column_as(Column::FreeAt.min(), "free_at").into_tuple::<Option<i64>>();
    Ok(first.one(reader).await?.flatten().map(Timestamp))
}

/// Renews the leases of `holder` on these lanes; those that it has lost.
pub(super) async fn renew(
    writer: &LimitedConnection,
    holder: &Holder,
    lanes: &[Lane],
    until: Timestamp,
) -> Result<Vec<Lane>, DbErr> {
    let mut lost = Vec::new();
    for lanes in lanes.chunks(ROWS_AT_ONCE) {
        let renewal = Entity::update_many().col_expr(Column::FreeAt, Expr::value(until.0));
        let renewal =
            renewal.filter(Column::Holder.eq(holder.0.as_str())).filter(is_among(writer, Column::Lane, ids(lanes)));
        let renewed = renewal.exec_with_returning(writer).await?;
        if renewed.len() < lanes.len() {
            let renewed: HashSet<Lane> = renewed.into_iter().map(|row| Lane(row.lane)).collect();
            lost.extend(lanes.iter().filter(|lane| !renewed.contains(lane)));
        }
    }
    Ok(lost)
}

/// Gives back those of these lanes that `holder` has, free from `free_at` on.
pub(super) async fn give_back(
    writer: &impl ConnectionTrait,
    holder: &Holder,
    lanes: &[Lane],
    free_at: Timestamp,
) -> Result<(), DbErr> {
    for lanes in lanes.chunks(ROWS_AT_ONCE) {
        let held = unheld(free_at).filter(Column::Holder.eq(holder.0.as_str()));
        let these = held.filter(is_among(writer, Column::Lane, ids(lanes)));
        these.exec(writer).await?;
    }
    Ok(())
}

/// Gives back all that `holder` has, free from `free_at` on.
pub(super) async fn give_all_back(
    writer: &LimitedConnection,
    holder: &Holder,
    free_at: Timestamp,
) -> Result<(), DbErr> {
    unheld(free_at).filter(Column::Holder.eq(holder.0.as_str())).exec(writer).await.map(drop)
}

/// Those of `lanes` in which something is stored.
pub(super) async fn list_waiting(reader: &LimitedConnection, lanes: &[Lane]) -> Result<Vec<Lane>, DbErr> {
    let mut waiting = Vec::new();
    for lanes in lanes.chunks(ROWS_AT_ONCE) {
        let these = is_among(reader, Column::Lane, ids(lanes));
        let found = Entity::find().select_only().column(Column::Lane).filter(these);
        waiting.extend(found.into_tuple::<i64>().all(reader).await?.into_iter().map(Lane));
    }
    Ok(waiting)
}

fn unheld(free_at: Timestamp) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Holder, Expr::value(None::<String>))
        .col_expr(Column::FreeAt, Expr::value(free_at.0))
}

fn ids(lanes: &[Lane]) -> impl Iterator<Item = i64> {
    lanes.iter().map(|lane| lane.0)
}
