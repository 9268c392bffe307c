//! How SQLite stores, claims and removes: in a transaction, and it has one writer at a time.

use std::collections::{BTreeMap, HashMap, HashSet};

use portcullis_domain::{
    Timestamp,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxUpdate, NewInboxUpdate, Placed, Position},
    lease::{Holder, LEASE},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    Set, prelude::Expr, sea_query::OnConflict,
};

use super::{lanes::Claimable, row::from_row};
use crate::{
    connection::Database,
    entities::{inbox_lane, inbox_update},
    statement::{ROWS_AT_ONCE, execute, is_among, name_columns, statement},
};

const APPEND: &str = r#"
    INSERT INTO "inbox_lanes" ("lane", "last", "holder", "free_at") VALUES ($1, $2, $3, $4)
    ON CONFLICT ("lane") DO UPDATE SET "last" = "last" + "excluded"."last" RETURNING "last", "holder", "free_at""#;

const DUE: &str = r#"
    SELECT "lane" FROM "inbox_lanes" WHERE {claimable} AND "free_at" <= $1 ORDER BY "free_at", "lane" LIMIT $2"#;

/// The oldest of a lane, until they are so many or have so many bytes.
const OLDEST: &str = r#"
    SELECT {columns} FROM (
        SELECT *, SUM(OCTET_LENGTH("raw")) OVER (ORDER BY "position" ROWS UNBOUNDED PRECEDING) - OCTET_LENGTH("raw")
            AS "bytes_before"
        FROM (SELECT * FROM "inbox" WHERE "lane" = $1 AND "dead_at" IS NULL ORDER BY "position" LIMIT $2)
    ) WHERE "bytes_before" < $3"#;

/// Only if nothing is left in it: this may be carried out when the lane has gone and begun anew.
const LET_GO: &str = r#"
    DELETE FROM "inbox_lanes" WHERE "lane" = $1 AND "last" = $2 AND "holder" = $3
        AND NOT EXISTS (SELECT 1 FROM "inbox" WHERE "lane" = $1 AND "dead_at" IS NULL)"#;

pub(super) async fn put(
    database: &Database,
    updates: &[&NewInboxUpdate],
    holder: Option<&Holder>,
    now: Timestamp,
) -> Result<Vec<Placed>, DbErr> {
    let (updates, holder): (Vec<NewInboxUpdate>, _) = (updates.iter().copied().cloned().collect(), holder.cloned());
    database.transaction(move |transaction| Box::pin(put_in(transaction, updates, holder, now))).await
}

async fn put_in(
    transaction: &DatabaseTransaction,
    mut updates: Vec<NewInboxUpdate>,
    holder: Option<Holder>,
    now: Timestamp,
) -> Result<Vec<Placed>, DbErr> {
    let stored = stored_among(transaction, &updates).await?;
    updates.retain(|new| !stored.contains(&new.update.id.0));
    let mut added = BTreeMap::<i64, i64>::new();
    for new in &updates {
        *added.entry(new.lane.0).or_default() += 1;
    }
    let mut lanes = HashMap::new();
    for (lane, rows) in added {
        lanes.insert(lane, append(transaction, lane, rows, holder.as_ref(), now).await?);
    }
    let mut placed = Vec::with_capacity(updates.len());
    let mut rows = Vec::with_capacity(updates.len());
    for NewInboxUpdate { update, lane, received_at } in updates {
        // Every lane of theirs was appended to.
        let Some((position, leased)) = lanes.get_mut(&lane.0) else { continue };
        *position = position.next();
        placed.push(Placed { id: update.id, position: *position, leased: *leased });
        rows.push(inbox_update::ActiveModel {
            update_id: Set(update.id.0),
            position: Set(position.0),
            lane: Set(lane.0),
            raw: Set(update.json),
            received_at: Set(received_at.0),
            attempts: Set(0),
            dead_at: Set(None),
        });
    }
    if !rows.is_empty() {
        inbox_update::Entity::insert_many(rows).on_conflict(replace()).exec_without_returning(transaction).await?;
    }
    Ok(placed)
}

/// Those of these updates that are stored and no dead letters.
async fn stored_among(transaction: &DatabaseTransaction, updates: &[NewInboxUpdate]) -> Result<HashSet<i64>, DbErr> {
    let stored = inbox_update::Entity::find()
        .select_only()
        .column(inbox_update::Column::UpdateId)
        .filter(is_among(transaction, inbox_update::Column::UpdateId, updates.iter().map(|new| new.update.id.0)))
        .filter(inbox_update::Column::DeadAt.is_null());
    Ok(stored.into_tuple::<i64>().all(transaction).await?.into_iter().collect())
}

/// Makes room for `rows` updates at the end of a lane: the last position before them, and whether `holder` has the lane.
async fn append(
    transaction: &DatabaseTransaction,
    lane: i64,
    rows: i64,
    holder: Option<&Holder>,
    now: Timestamp,
) -> Result<(Position, bool), DbErr> {
    let name = holder.map(|holder| holder.0.clone());
    let free_at = holder.map_or(now, |_| now.after(LEASE));
    let values = [lane.into(), rows.into(), name.clone().into(), free_at.0.into()];
    let row = transaction.query_one_raw(statement(transaction, APPEND, values)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("a lane that was just written".to_owned()))?;
    let (last, held_by): (i64, Option<String>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let is_leased = held_by.is_some() && held_by == name && row.try_get_by_index::<i64>(2)? > now.0;
    Ok((Position(last - rows), is_leased))
}

/// What stands there under the same number is a dead letter.
fn replace() -> OnConflict {
    use inbox_update::Column;
    let columns = [Column::Position, Column::Lane, Column::Raw, Column::ReceivedAt, Column::Attempts, Column::DeadAt];
    OnConflict::column(Column::UpdateId).update_columns(columns).to_owned()
}

pub(super) async fn claim(
    database: &Database,
    which: Claimable,
    holder: &Holder,
    now: Timestamp,
    limit: ClaimLimit,
) -> Result<Vec<InboxUpdate>, DbErr> {
    let holder = holder.clone();
    database.transaction(move |transaction| Box::pin(claim_in(transaction, which, holder, now, limit))).await
}

async fn claim_in(
    transaction: &DatabaseTransaction,
    which: Claimable,
    holder: Holder,
    now: Timestamp,
    limit: ClaimLimit,
) -> Result<Vec<InboxUpdate>, DbErr> {
    let due = statement(transaction, &which.of(DUE), [now.0.into(), i64::from(limit.lanes).into()]);
    let (mut claimed, mut lanes) = (Vec::new(), Vec::new());
    let (mut updates, mut bytes) = (i64::from(limit.updates), i64::try_from(limit.bytes).unwrap_or(i64::MAX));
    for lane in transaction.query_all_raw(due).await? {
        if updates <= 0 || bytes <= 0 {
            break;
        }
        let lane: i64 = lane.try_get_by_index(0)?;
        let values = [lane.into(), updates.min(limit.updates_per_lane.into()).into(), bytes.into()];
        let rows = transaction
            .query_all_raw(statement(transaction, &name_columns::<inbox_update::Entity>(OLDEST), values))
            .await?;
        if rows.is_empty() {
            inbox_lane::Entity::delete_by_id(lane).exec(transaction).await?;
            continue;
        }
        lanes.push(lane);
        let rows = rows.iter().map(|row| inbox_update::Model::from_query_result(row, ""));
        let mut rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        rows.sort_by_key(|row| row.position);
        for row in rows {
            updates -= 1;
            bytes = bytes.saturating_sub_unsigned(row.raw.len() as u64);
            claimed.push(from_row(row));
        }
    }
    for lanes in lanes.chunks(ROWS_AT_ONCE) {
        let lease = inbox_lane::Entity::update_many()
            .col_expr(inbox_lane::Column::Holder, Expr::value(holder.0.as_str()))
            .col_expr(inbox_lane::Column::FreeAt, Expr::value(now.after(LEASE).0));
        let these = is_among(transaction, inbox_lane::Column::Lane, lanes.iter().copied());
        lease.filter(these).exec(transaction).await?;
    }
    Ok(claimed)
}

/// Those of the drained lanes in which nothing is left.
pub(super) async fn remove(database: &Database, done: &DoneUpdates, holder: &Holder) -> Result<Vec<Lane>, DbErr> {
    let (done, holder) = (done.clone(), holder.clone());
    database.transaction(move |transaction| Box::pin(remove_in(transaction, done, holder))).await
}

async fn remove_in(transaction: &DatabaseTransaction, done: DoneUpdates, holder: Holder) -> Result<Vec<Lane>, DbErr> {
    for ids in done.ids.chunks(ROWS_AT_ONCE) {
        let these = is_among(transaction, inbox_update::Column::UpdateId, ids.iter().map(|id| id.0));
        inbox_update::Entity::delete_many().filter(these).exec(transaction).await?;
    }
    let mut emptied = Vec::new();
    for (lane, last) in done.drained {
        let values = [lane.0.into(), last.0.into(), holder.0.as_str().into()];
        if execute(transaction, LET_GO, values).await? > 0 {
            emptied.push(lane);
        }
    }
    Ok(emptied)
}
