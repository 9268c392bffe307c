//! The users seen in each group, in the database.

use std::collections::{BTreeMap, HashSet};

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    ports::{GroupMemberRepository, Sighting, StoreError},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr,
    sea_query::{OnConflict, Query, SelectStatement},
};

use crate::{
    connection::Database,
    entities::{
        group_channel_link,
        group_member::{ActiveModel, Column, Entity},
        protected_group,
    },
    store_error::{names_an_absent_row, store_error},
};

/// Rows in one statement: four values each, well under SQLite's 32 766.
const ROWS_AT_ONCE: usize = 1_000;

/// The people whom the bot has seen in protected groups.
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
        let groups: HashSet<i64> = seen.iter().map(|seen| seen.group).collect();
        let existing: Vec<i64> = protected_group::Entity::find()
            .select_only()
            .column(protected_group::Column::GroupId)
            .filter(protected_group::Column::GroupId.is_in(groups))
            .into_tuple()
            .all(self.database.reader())
            .await?;
        let existing: HashSet<i64> = existing.into_iter().collect();
        let rows: Vec<_> = seen.iter().filter(|seen| existing.contains(&seen.group)).map(Seen::to_row).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let later = r#"CASE WHEN "excluded"."last_seen" > "group_members"."last_seen"
            THEN "excluded"."last_seen" ELSE "group_members"."last_seen" END"#;
        let again = OnConflict::columns([Column::GroupId, Column::UserId])
            .value(Column::LastSeen, Expr::cust(later))
            .to_owned();
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(self.database.writer()).await.map(drop)
    }
}

#[async_trait]
impl GroupMemberRepository for SqlGroupMemberRepository {
    async fn record(&self, sightings: &[Sighting]) -> Result<(), StoreError> {
        for chunk in merged(sightings).chunks(ROWS_AT_ONCE) {
            let mut outcome = self.record_chunk(chunk).await;
            // A group got a new id between the look and the write: the second look no longer finds it.
            if outcome.as_ref().is_err_and(names_an_absent_row) {
                outcome = self.record_chunk(chunk).await;
            }
            outcome.map_err(store_error)?;
        }
        Ok(())
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
            .order_by_desc(Column::LastSeen)
            .order_by_asc(Column::GroupId)
            .limit(limit)
            .into_tuple()
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(groups.into_iter().map(GroupId).collect())
    }

    async fn count(&self, group: GroupId) -> Result<u64, StoreError> {
        Entity::find().filter(Column::GroupId.eq(group.0)).count(self.database.reader()).await.map_err(store_error)
    }

    async fn prune(&self, before: Timestamp) -> Result<u64, StoreError> {
        let writer = self.database.writer().for_maintenance();
        let outcome = Entity::delete_many().filter(Column::LastSeen.lt(before.0)).exec(&writer).await;
        outcome.map(|outcome| outcome.rows_affected).map_err(store_error)
    }
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

impl Seen {
    fn to_row(&self) -> ActiveModel {
        ActiveModel {
            group_id: Set(self.group),
            user_id: Set(self.user),
            first_seen: Set(self.first),
            last_seen: Set(self.last),
        }
    }
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
