//! The users seen in each group, in the database.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    ports::{GroupMemberRepository, ListedMember, SeenUsername, Sighting, StoreError},
    settings::Mode,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr,
    sea_query::{Query, SelectStatement},
};
use serde_json::json;

use crate::{
    connection::Database,
    entities::{
        group_channel_link,
        group_member::{Column, Entity},
        protected_group,
    },
    opt_outs,
    statement::{ROWS_AT_ONCE, big_integers, execute, is_among, set_of, statement},
    store_error::store_error,
    usernames,
};

/// Writes sightings. However many there are, its text is the same: each connection keeps what it has prepared, and one text
/// for each number of rows would be hundreds of kilobytes, a hundred times.
const RECORD_ON_POSTGRES: &str = r#"
    INSERT INTO "group_members" AS "old" ("group_id", "user_id", "first_seen", "last_seen")
    SELECT "seen".* FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
        AS "seen" ("group", "user", "first", "last")
    ORDER BY "seen"."group", "seen"."user"
    ON CONFLICT ("group_id", "user_id") DO UPDATE
        SET "last_seen" = GREATEST("old"."last_seen", "excluded"."last_seen")"#;

/// The same, of a JSON array of rows.
const RECORD_ON_SQLITE: &str = r#"
    INSERT INTO "group_members" AS "old" ("group_id", "user_id", "first_seen", "last_seen")
    SELECT "value" ->> 0, "value" ->> 1, "value" ->> 2, "value" ->> 3 FROM json_each($1) AS "seen"
    WHERE TRUE
    ON CONFLICT ("group_id", "user_id") DO UPDATE
        SET "last_seen" = MAX("old"."last_seen", "excluded"."last_seen")"#;

/// Notes who is welcomed in a group that is there, and tells of those who were not before.
///
/// Whether the group is there is told by a scalar sub-query, which no plan turns into a join of whole tables.
const CLAIM_WELCOMES_ON_POSTGRES: &str = r#"
    INSERT INTO "group_members" AS "old" ("group_id", "user_id", "first_seen", "last_seen", "welcomed_at")
    SELECT $1::bigint, "seen"."user", $3::bigint, $3::bigint, $3::bigint FROM unnest($2::bigint[]) AS "seen" ("user")
    WHERE (SELECT "group_id" FROM "protected_groups" WHERE "group_id" = $1) IS NOT NULL
    ORDER BY "seen"."user"
    ON CONFLICT ("group_id", "user_id") DO UPDATE SET "welcomed_at" = "excluded"."welcomed_at"
        WHERE "old"."welcomed_at" IS NULL
    RETURNING "user_id"
"#;

/// The same, of a JSON array of people.
const CLAIM_WELCOMES_ON_SQLITE: &str = r#"
    INSERT INTO "group_members" AS "old" ("group_id", "user_id", "first_seen", "last_seen", "welcomed_at")
    SELECT $1, "seen"."value", $3, $3, $3 FROM json_each($2) AS "seen"
    WHERE (SELECT "group_id" FROM "protected_groups" WHERE "group_id" = $1) IS NOT NULL
    ON CONFLICT ("group_id", "user_id") DO UPDATE SET "welcomed_at" = "excluded"."welcomed_at"
        WHERE "old"."welcomed_at" IS NULL
    RETURNING "user_id"
"#;

/// People of one group in the order of the primary key, and since when the bot mutes those whom it does.
const LIST_PAGE: &str = r#"
    SELECT "member"."user_id", "muted"."restricted_at" FROM "group_members" AS "member"
    LEFT JOIN "restrictions" AS "muted" ON "muted"."group_id" = "member"."group_id"
        AND "muted"."user_id" = "member"."user_id" AND "muted"."lifted_at" IS NULL
        AND "muted"."mode" = $5 AND "muted"."step" IS NULL AND "muted"."until" > $4
    WHERE "member"."group_id" = $1 AND "member"."user_id" > $2 AND "member"."last_seen" >= $6
    ORDER BY "member"."user_id" LIMIT $3"#;

/// The people whom the bot has seen in groups.
#[derive(Clone, Debug)]
pub struct SqlGroupMemberRepository {
    database: Database,
}

impl SqlGroupMemberRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    async fn record_chunk(&self, seen: &[Seen]) -> Result<(), DbErr> {
        let writer = self.database.writer();
        if writer.get_database_backend() == DbBackend::Postgres {
            let column = |value: fn(&Seen) -> i64| big_integers(seen.iter().map(value));
            let values = [
                column(|seen| seen.group),
                column(|seen| seen.user),
                column(|seen| seen.first),
                column(|seen| seen.last),
            ];
            return execute(writer, RECORD_ON_POSTGRES, values).await.map(drop);
        }
        let rows: Vec<_> = seen.iter().map(|seen| [seen.group, seen.user, seen.first, seen.last]).collect();
        execute(writer, RECORD_ON_SQLITE, [json!(rows).to_string().into()]).await.map(drop)
    }
}

#[async_trait]
impl GroupMemberRepository for SqlGroupMemberRepository {
    async fn record(&self, sightings: &[Sighting]) -> Result<(), StoreError> {
        let mut seen = merged(sightings);
        let opted_out =
            opt_outs::among(&self.database, seen.iter().map(|seen| seen.user)).await.map_err(store_error)?;
        seen.retain(|seen| !opted_out.contains(&seen.user));
        for chunk in seen.chunks(ROWS_AT_ONCE) {
            self.record_chunk(chunk).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn record_usernames(&self, seen: &[SeenUsername]) -> Result<(), StoreError> {
        usernames::record(&self.database, seen).await.map_err(store_error)
    }

    async fn find_by_username(&self, group: GroupId, username: &str) -> Result<Option<UserId>, StoreError> {
        usernames::find(&self.database, group, username).await.map_err(store_error)
    }

    async fn list_usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        usernames::list(&self.database, users).await.map_err(store_error)
    }

    async fn first_seen(&self, group: GroupId, user: UserId) -> Result<Option<Timestamp>, StoreError> {
        let seen = Entity::find_by_id((group.0, user.0)).select_only().column(Column::FirstSeen).into_tuple::<i64>();
        Ok(seen.one(self.database.reader()).await.map_err(store_error)?.map(Timestamp))
    }

    async fn list_seen_in(&self, user: UserId, channel: ChannelId) -> Result<Vec<GroupId>, StoreError> {
        // A person is in few groups, a channel may be required by many.
        let groups: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::GroupId)
            .filter(Column::UserId.eq(user.0))
            .filter(Expr::exists(requiring(channel)))
            .order_by_asc(Column::GroupId)
            .into_tuple()
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(groups.into_iter().map(GroupId).collect())
    }

    async fn list_groups_of(&self, user: UserId, limit: u64) -> Result<Vec<GroupId>, StoreError> {
        let groups: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::GroupId)
            .filter(Column::UserId.eq(user.0))
            .filter(Expr::exists(set_up()))
            .order_by_desc(Column::LastSeen)
            .order_by_asc(Column::GroupId)
            .limit(limit)
            .into_tuple()
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(groups.into_iter().map(GroupId).collect())
    }

    async fn list_page(
        &self,
        group: GroupId,
        after: Option<UserId>,
        seen_since: Option<Timestamp>,
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<ListedMember>, StoreError> {
        let reader = self.database.reader();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let after = after.map_or(i64::MIN, |after| after.0);
        let seen_since = seen_since.map_or(i64::MIN, |since| since.0);
        let mode = Mode::Enforce.word();
        let values = [group.0.into(), after.into(), limit.into(), now.0.into(), mode.into(), seen_since.into()];
        let rows = reader.query_all_raw(statement(reader, LIST_PAGE, values)).await.map_err(store_error)?;
        let listed = rows.iter().map(|row| {
            let (user, muted_since) = (row.try_get_by_index(0)?, row.try_get_by_index::<Option<i64>>(1)?);
            Ok(ListedMember { user: UserId(user), muted_since: muted_since.map(Timestamp) })
        });
        listed.collect::<Result<_, DbErr>>().map_err(store_error)
    }

    async fn forget(&self, group: GroupId, people: &[UserId]) -> Result<(), StoreError> {
        let writer = self.database.writer();
        let among = is_among(writer, Column::UserId, people.iter().map(|user| user.0));
        let forgotten = Entity::delete_many().filter(Column::GroupId.eq(group.0)).filter(among);
        forgotten.exec(writer).await.map(drop).map_err(store_error)
    }

    async fn count(&self, group: GroupId) -> Result<u64, StoreError> {
        Entity::find().filter(Column::GroupId.eq(group.0)).count(self.database.reader()).await.map_err(store_error)
    }

    async fn count_seen_since(&self, group: GroupId, since: Timestamp) -> Result<u64, StoreError> {
        let seen = Entity::find().filter(Column::GroupId.eq(group.0)).filter(Column::LastSeen.gte(since.0));
        seen.count(self.database.reader()).await.map_err(store_error)
    }

    async fn claim_welcomes(
        &self,
        group: GroupId,
        people: &[UserId],
        at: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        let writer = self.database.writer();
        let sql = match writer.get_database_backend() {
            DbBackend::Postgres => CLAIM_WELCOMES_ON_POSTGRES,
            _ => CLAIM_WELCOMES_ON_SQLITE,
        };
        // A statement may touch a row once.
        let mut people: BTreeSet<i64> = people.iter().map(|user| user.0).collect();
        let opted_out = opt_outs::among(&self.database, people.iter().copied()).await.map_err(store_error)?;
        people.retain(|user| !opted_out.contains(user));
        let values = [group.0.into(), set_of(writer, people.into_iter()), at.0.into()];
        let claimed = writer.query_all_raw(statement(writer, sql, values)).await.map_err(store_error)?;
        let users = claimed.iter().map(|row| row.try_get_by_index::<i64>(0).map(UserId));
        users.collect::<Result<_, _>>().map_err(store_error)
    }

    async fn prune(&self, before: Timestamp) -> Result<u64, StoreError> {
        usernames::prune(&self.database, before).await.map_err(store_error)?;
        let writer = self.database.writer().for_maintenance();
        let outcome = Entity::delete_many().filter(Column::LastSeen.lt(before.0)).exec(&writer).await;
        outcome.map(|outcome| outcome.rows_affected).map_err(store_error)
    }
}

/// Whether the group of a sighting was ever protected.
fn set_up() -> SelectStatement {
    // Here alone: it gives every number another `min` and `max`.
    use sea_orm::ExprTrait;
    Query::select()
        .expr(Expr::val(1))
        .from(protected_group::Entity)
        .and_where(
            Expr::col((protected_group::Entity, protected_group::Column::GroupId)).equals((Entity, Column::GroupId)),
        )
        .take()
}

/// Whether the group of a sighting requires a channel, and has its gate switched on.
fn requiring(channel: ChannelId) -> SelectStatement {
    // Here alone: it gives every number another `min` and `max`.
    use sea_orm::ExprTrait;
    Query::select()
        .expr(Expr::val(1))
        .from(group_channel_link::Entity)
        .inner_join(
            protected_group::Entity,
            Expr::col((protected_group::Entity, protected_group::Column::GroupId))
                .equals((group_channel_link::Entity, group_channel_link::Column::GroupId)),
        )
        .and_where(
            Expr::col((group_channel_link::Entity, group_channel_link::Column::GroupId))
                .equals((Entity, Column::GroupId)),
        )
        .and_where(group_channel_link::Column::ChannelId.eq(channel.0))
        .and_where(protected_group::Column::Enabled.eq(true))
        .take()
}

/// All sightings of one person in one group.
struct Seen {
    group: i64,
    user: i64,
    first: i64,
    last: i64,
}

/// One entry for each person and group, in order: a statement may touch a row once, and two that write the same rows
/// must take them in the same order.
fn merged(sightings: &[Sighting]) -> Vec<Seen> {
    let mut merged: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    for Sighting { group, user, at } in sightings {
        let (first, last) = merged.entry((group.0, user.0)).or_insert((at.0, at.0));
        *first = at.0.min(*first);
        *last = at.0.max(*last);
    }
    merged.into_iter().map(|((group, user), (first, last))| Seen { group, user, first, last }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_sightings_of_one_person_become_one_row() {
        let at = |at| Sighting { group: GroupId(-1), user: UserId(2), at: Timestamp(at) };
        let merged = merged(&[at(5), at(3), at(9)]);
        assert_eq!(merged.len(), 1);
        assert_eq!((merged[0].first, merged[0].last), (3, 9));
    }
}
