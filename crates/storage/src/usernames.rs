//! The public names by which people were seen, as rows.

use std::collections::BTreeMap;

use portcullis_domain::{GroupId, Timestamp, UserId, ports::SeenUsername};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, Value, sea_query::ArrayType,
};
use serde_json::json;

use crate::{
    connection::Database,
    entities::{
        group_member, storable,
        username::{Column, Entity},
    },
    opt_outs,
    statement::{ROWS_AT_ONCE, big_integers, execute, is_among},
};

/// Writes names; what was seen later stays.
const RECORD_ON_POSTGRES: &str = r#"
    INSERT INTO "usernames" AS "old" ("user_id", "username", "seen_at")
    SELECT "seen".* FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS "seen" ("user", "name", "at")
    ORDER BY "seen"."user"
    ON CONFLICT ("user_id") DO UPDATE SET "username" = "excluded"."username", "seen_at" = "excluded"."seen_at"
        WHERE "old"."seen_at" <= "excluded"."seen_at""#;

/// The same, of a JSON array of rows.
const RECORD_ON_SQLITE: &str = r#"
    INSERT INTO "usernames" AS "old" ("user_id", "username", "seen_at")
    SELECT "value" ->> 0, "value" ->> 1, "value" ->> 2 FROM json_each($1) AS "seen" WHERE TRUE
    ON CONFLICT ("user_id") DO UPDATE SET "username" = "excluded"."username", "seen_at" = "excluded"."seen_at"
        WHERE "old"."seen_at" <= "excluded"."seen_at""#;

/// Writes the names by which people were seen, and removes those of people who have none any more.
pub(crate) async fn record(database: &Database, seen: &[SeenUsername]) -> Result<(), DbErr> {
    // A statement may touch a row once, and two that write the same rows must take them in the same order.
    let mut latest: BTreeMap<i64, &SeenUsername> = BTreeMap::new();
    for one in seen {
        let known = latest.entry(one.user.0).or_insert(one);
        if known.at <= one.at {
            *known = one;
        }
    }
    let opted_out = opt_outs::among(database, latest.keys().copied()).await?;
    latest.retain(|user, _| !opted_out.contains(user));
    let (mut named, mut nameless) = (Vec::new(), Vec::new());
    for one in latest.into_values() {
        match &one.username {
            Some(name) => named.push((one.user.0, storable(name).to_lowercase(), one.at.0)),
            None => nameless.push((one.user.0, one.at.0)),
        }
    }
    for rows in named.chunks(ROWS_AT_ONCE) {
        put(database, rows).await?;
    }
    for people in nameless.chunks(ROWS_AT_ONCE) {
        let writer = database.writer();
        let theirs = is_among(writer, Column::UserId, people.iter().map(|(user, _)| *user));
        // They were seen within seconds of each other: one moment is exact enough for all.
        let latest = people.iter().map(|(_, at)| *at).max().unwrap_or_default();
        Entity::delete_many().filter(theirs).filter(Column::SeenAt.lte(latest)).exec(writer).await?;
    }
    Ok(())
}

async fn put(database: &Database, rows: &[(i64, String, i64)]) -> Result<(), DbErr> {
    let writer = database.writer();
    if writer.get_database_backend() == DbBackend::Postgres {
        let names = rows.iter().map(|(_, name, _)| Value::from(name.clone())).collect();
        let values = [
            big_integers(rows.iter().map(|(user, ..)| *user)),
            Value::Array(ArrayType::String, Some(Box::new(names))),
            big_integers(rows.iter().map(|(.., at)| *at)),
        ];
        return execute(writer, RECORD_ON_POSTGRES, values).await.map(drop);
    }
    execute(writer, RECORD_ON_SQLITE, [json!(rows).to_string().into()]).await.map(drop)
}

/// Whoever was last seen by this name, if they were seen in this group.
pub(crate) async fn find(database: &Database, group: GroupId, name: &str) -> Result<Option<UserId>, DbErr> {
    let holder = Entity::find()
        .filter(Column::Username.eq(name.to_lowercase()))
        .order_by_desc(Column::SeenAt)
        .order_by_desc(Column::UserId)
        .one(database.reader())
        .await?;
    let Some(holder) = holder else { return Ok(None) };
    let member = group_member::Entity::find_by_id((group.0, holder.user_id)).one(database.reader()).await?;
    Ok(member.map(|member| UserId(member.user_id)))
}

/// The names of these people, as far as they are known.
pub(crate) async fn list(database: &Database, users: &[UserId]) -> Result<Vec<(UserId, String)>, DbErr> {
    let theirs = is_among(database.reader(), Column::UserId, users.iter().map(|user| user.0));
    let rows = Entity::find().filter(theirs).order_by_asc(Column::UserId).all(database.reader()).await?;
    Ok(rows.into_iter().map(|row| (UserId(row.user_id), row.username)).collect())
}

/// Forgets the names by which nobody was seen since.
pub(crate) async fn prune(database: &Database, before: Timestamp) -> Result<(), DbErr> {
    let writer = database.writer().for_maintenance();
    Entity::delete_many().filter(Column::SeenAt.lt(before.0)).exec(&writer).await.map(drop)
}
