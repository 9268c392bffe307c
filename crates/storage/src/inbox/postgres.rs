//! How PostgreSQL stores, claims and removes: one statement each.
//!
//! Two instances that store in one lane meet at its row, which the second waits for: `ON CONFLICT` sees what the first has
//! committed, whatever the statement's snapshot is.

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxUpdate, NewInboxUpdate, Placed, Position},
    lease::{Holder, LEASE},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Value, sea_query::ArrayType};

use super::{lanes::Claimable, row::from_row};
use crate::{
    connection::Database,
    entities::inbox_update::Model,
    statement::{big_integers, execute, statement},
};

/// The lanes are locked in one order, so that no two instances wait for each other. What is stored already is told by a
/// scalar sub-query, which no plan turns into a join of whole tables.
const PUT: &str = r#"
    WITH "new" AS MATERIALIZED (
        SELECT "t".* FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[])
            WITH ORDINALITY AS "t" ("id", "lane", "raw", "at", "number")
        WHERE (SELECT "dead_at" IS NULL FROM "inbox" WHERE "update_id" = "t"."id") IS NOT TRUE
    ), "added" AS MATERIALIZED (
        SELECT "lane", COUNT(*) AS "rows" FROM "new" GROUP BY "lane" ORDER BY "lane"
    ), "lanes" AS (
        INSERT INTO "inbox_lanes" AS "old" ("lane", "last", "holder", "free_at")
        SELECT "lane", "rows", $5, $6 FROM "added" ORDER BY "lane"
        ON CONFLICT ("lane") DO UPDATE SET "last" = "old"."last" + "excluded"."last"
        RETURNING "lane", "last", "holder", "free_at"
    ), "placed" AS MATERIALIZED (
        SELECT "new".*, "lanes"."holder" = $5 AND "lanes"."free_at" > $7 AS "leased", "lanes"."last" - "added"."rows"
            + ROW_NUMBER() OVER (PARTITION BY "new"."lane" ORDER BY "new"."number") AS "position"
        FROM "new" JOIN "added" USING ("lane") JOIN "lanes" USING ("lane")
    ), "stored" AS (
        INSERT INTO "inbox" AS "old" ("update_id", "position", "lane", "raw", "received_at", "attempts")
        SELECT "id", "position", "lane", "raw", "at", 0 FROM "placed"
        ON CONFLICT ("update_id") DO UPDATE SET "position" = "excluded"."position", "lane" = "excluded"."lane",
            "raw" = "excluded"."raw", "received_at" = "excluded"."received_at", "attempts" = 0, "dead_at" = NULL
            WHERE "old"."dead_at" IS NOT NULL
        RETURNING "update_id"
    )
    SELECT "id", "position", COALESCE("leased", FALSE) FROM "placed"
    WHERE "id" IN (SELECT "update_id" FROM "stored") ORDER BY "number""#;

/// A lane in which nothing is stored comes with no update. What is looked at to see how much fits is not read: the length of
/// a long text stands beside it.
const CLAIM: &str = r#"
    WITH "due" AS MATERIALIZED (
        SELECT "lane", "free_at" FROM "inbox_lanes" WHERE {claimable} AND "free_at" <= $2
        ORDER BY "free_at", "lane" LIMIT $3 FOR UPDATE SKIP LOCKED
    ), "oldest" AS MATERIALIZED (
        SELECT "due"."lane", "update_id", COUNT("update_id") OVER "up_to" AS "updates",
            SUM("size") OVER "up_to" - "size" AS "bytes_before", ROW_NUMBER() OVER "up_to" AS "number"
        FROM "due" LEFT JOIN LATERAL (
            SELECT "update_id", "position", OCTET_LENGTH("raw") AS "size" FROM "inbox"
            WHERE "inbox"."lane" = "due"."lane" AND "dead_at" IS NULL ORDER BY "position" LIMIT $5
        ) AS "stored" ON TRUE
        WINDOW "up_to" AS (ORDER BY "free_at", "due"."lane", "position" ROWS UNBOUNDED PRECEDING)
    ), "fitting" AS MATERIALIZED (
        SELECT * FROM "oldest" WHERE "update_id" IS NULL OR "updates" <= $6 AND "bytes_before" < $7
    ), "claimed" AS (
        UPDATE "inbox_lanes" SET "holder" = $1, "free_at" = $4
        WHERE "lane" = ANY (ARRAY(SELECT "lane" FROM "fitting")) RETURNING "lane", "last"
    )
    SELECT "claimed"."lane" AS "claimed", "claimed"."last", "stored"."update_id", "stored"."position", "stored"."lane",
        "stored"."raw", "stored"."received_at", "stored"."attempts", "stored"."dead_at"
    FROM "claimed" JOIN "fitting" USING ("lane")
    LEFT JOIN LATERAL (SELECT * FROM "inbox" WHERE "inbox"."update_id" = "fitting"."update_id" LIMIT 1) AS "stored" ON TRUE
    ORDER BY "number""#;

/// Lets go of lanes in which nothing is stored, unless something has been since `last` was read.
const LET_GO_OF_EMPTY: &str = r#"
    DELETE FROM "inbox_lanes" USING unnest($1::bigint[], $2::bigint[]) AS "empty" ("lane", "last")
    WHERE "inbox_lanes"."lane" = "empty"."lane" AND "inbox_lanes"."last" = "empty"."last" AND "holder" = $3
        AND NOT EXISTS (SELECT 1 FROM "inbox" WHERE "inbox"."lane" = "empty"."lane" AND "dead_at" IS NULL)"#;

/// A lane goes only if nothing is left in it: another instance may have stored more, and this may be carried out later than
/// anybody thinks, when it has gone and begun anew. Whatever is stored after this statement began changes the last position,
/// which is looked at again under the lock; whatever was before is seen. The lanes are locked in one order, as by [`PUT`].
const REMOVE: &str = r#"
    WITH "drained" AS MATERIALIZED (
        SELECT "held"."lane" FROM "inbox_lanes" AS "held"
        JOIN unnest($2::bigint[], $3::bigint[]) AS "done" ("lane", "last")
            ON "held"."lane" = "done"."lane" AND "held"."last" = "done"."last"
        WHERE "held"."holder" = $4 ORDER BY "held"."lane" FOR UPDATE OF "held"
    ), "gone" AS (
        DELETE FROM "inbox" WHERE "update_id" = ANY ($1::bigint[])
    )
    DELETE FROM "inbox_lanes" WHERE "lane" = ANY (ARRAY(SELECT "lane" FROM "drained"))
        AND NOT EXISTS (
            SELECT 1 FROM "inbox" AS "left" WHERE "left"."lane" = "inbox_lanes"."lane" AND "left"."dead_at" IS NULL
                AND NOT "left"."update_id" = ANY ($1::bigint[]))
    RETURNING "lane""#;

pub(super) async fn put(
    database: &Database,
    updates: &[&NewInboxUpdate],
    holder: Option<&Holder>,
    now: Timestamp,
) -> Result<Vec<Placed>, DbErr> {
    let texts = updates.iter().map(|new| Value::from(new.update.json.as_str())).collect();
    let values = [
        big_integers(updates.iter().map(|new| new.update.id.0)),
        big_integers(updates.iter().map(|new| new.lane.0)),
        Value::Array(ArrayType::String, Some(Box::new(texts))),
        big_integers(updates.iter().map(|new| new.received_at.0)),
        holder.map(|holder| holder.0.clone()).into(),
        holder.map_or(now, |_| now.after(LEASE)).0.into(),
        now.0.into(),
    ];
    let writer = database.writer();
    let rows = writer.query_all_raw(statement(writer, PUT, values)).await?;
    rows.iter().map(placed).collect()
}

fn placed(row: &QueryResult) -> Result<Placed, DbErr> {
    Ok(Placed {
        id: UpdateId(row.try_get_by_index(0)?),
        position: Position(row.try_get_by_index(1)?),
        leased: row.try_get_by_index(2)?,
    })
}

pub(super) async fn claim(
    database: &Database,
    which: Claimable,
    holder: &Holder,
    now: Timestamp,
    limit: ClaimLimit,
) -> Result<Vec<InboxUpdate>, DbErr> {
    let values = [
        holder.0.as_str().into(),
        now.0.into(),
        i64::from(limit.lanes).into(),
        now.after(LEASE).0.into(),
        i64::from(limit.updates_per_lane).into(),
        i64::from(limit.updates).into(),
        i64::try_from(limit.bytes).unwrap_or(i64::MAX).into(),
    ];
    let writer = database.writer();
    let (mut claimed, mut empty) = (Vec::new(), Vec::new());
    for row in writer.query_all_raw(statement(writer, &which.of(CLAIM), values)).await? {
        if row.try_get::<Option<i64>>("", "update_id")?.is_some() {
            claimed.push(from_row(Model::from_query_result(&row, "")?));
        } else {
            empty.push((row.try_get::<i64>("", "claimed")?, row.try_get::<i64>("", "last")?));
        }
    }
    if !empty.is_empty() {
        let lanes = big_integers(empty.iter().map(|(lane, _)| *lane));
        let lasts = big_integers(empty.iter().map(|(_, last)| *last));
        if let Err(error) = execute(writer, LET_GO_OF_EMPTY, [lanes, lasts, holder.0.as_str().into()]).await {
            // They are claimed again when their leases run out; what was claimed with them must not wait for that.
            tracing::warn!(error = &error as &dyn std::error::Error, "empty lanes can't be let go of now");
        }
    }
    Ok(claimed)
}

/// Those of the drained lanes in which nothing is left.
pub(super) async fn remove(database: &Database, done: &DoneUpdates, holder: &Holder) -> Result<Vec<Lane>, DbErr> {
    let values = [
        big_integers(done.ids.iter().map(|id| id.0)),
        big_integers(done.drained.iter().map(|(lane, _)| lane.0)),
        big_integers(done.drained.iter().map(|(_, last)| last.0)),
        holder.0.as_str().into(),
    ];
    let writer = database.writer();
    let rows = writer.query_all_raw(statement(writer, REMOVE, values)).await?;
    rows.iter().map(|row| row.try_get_by_index(0).map(Lane)).collect()
}
