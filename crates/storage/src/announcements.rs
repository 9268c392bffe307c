//! What groups' admins are still to be told, in the database: a column beside each ability says when it is due, and
//! another what was announced last.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, Timestamp,
    announcement::{ANNOUNCEMENT_LEASE, Ability, Announcement},
    ports::{Announcements, StoreError},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, Value};

use crate::{
    connection::Database,
    statement::{earliest, execute, statement},
    store_error::store_error,
};

const CLAIM_GROUPS: &str = r#"
    UPDATE "protected_groups" SET "announce_after" = $1 WHERE "group_id" IN (
        WITH "next" AS MATERIALIZED (
            SELECT "group_id" FROM "protected_groups" WHERE "announce_after" <= $2
            ORDER BY "announce_after" LIMIT $3 {skip}
        ) SELECT "group_id" FROM "next"
    ) RETURNING "group_id", "can_enforce" AS "is_held", "announced_can_enforce" AS "announced""#;

const CLAIM_LINKS: &str = r#"
    UPDATE "group_channel_links" SET "announce_after" = $1 WHERE "id" IN (
        WITH "next" AS MATERIALIZED (
            SELECT "id" FROM "group_channel_links" WHERE "announce_after" <= $2
            ORDER BY "announce_after" LIMIT $3 {skip}
        ) SELECT "id" FROM "next"
    ) RETURNING "group_id", "channel_id", "announced_can_check" AS "announced",
        (SELECT "can_check" FROM "enforced_channels"
            WHERE "enforced_channels"."channel_id" = "group_channel_links"."channel_id") AS "is_held""#;

const NEXT_DUE: &str = r#"
    SELECT (SELECT MIN("announce_after") FROM "protected_groups" WHERE "announce_after" IS NOT NULL),
        (SELECT MIN("announce_after") FROM "group_channel_links" WHERE "announce_after" IS NOT NULL)"#;

const PUT_OFF_GROUP: &str = r#"
    UPDATE "protected_groups" SET "announce_after" = $2 WHERE "group_id" = $1 AND "announce_after" = $3"#;

const PUT_OFF_LINK: &str = r#"
    UPDATE "group_channel_links" SET "announce_after" = $2
    WHERE "group_id" = $1 AND "announce_after" = $3 AND "channel_id" = $4"#;

/// What has changed since it was claimed is due anew, also where `/protect` has taken it for announced meanwhile.
const FINISH_GROUP: &str = r#"
    UPDATE "protected_groups" SET "announced_can_enforce" = $2,
        "announce_after" = CASE WHEN "announce_after" = $3 THEN NULL ELSE COALESCE("announce_after", $3) END
    WHERE "group_id" = $1"#;

const FINISH_LINK: &str = r#"
    UPDATE "group_channel_links" SET "announced_can_check" = $2,
        "announce_after" = CASE WHEN "announce_after" = $3 THEN NULL ELSE COALESCE("announce_after", $3) END
    WHERE "group_id" = $1 AND "channel_id" = $4"#;

/// The announcements of all groups.
#[derive(Clone, Debug)]
pub struct SqlAnnouncements {
    database: Database,
}

impl SqlAnnouncements {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// Changes the one row that an announcement is about; whether it was there.
    async fn change(
        &self,
        announcement: &Announcement,
        [of_group, of_link]: [&str; 2],
        set: Value,
    ) -> Result<bool, StoreError> {
        let Announcement { group, ability, lease, .. } = announcement;
        let mut values = vec![group.0.into(), set, lease.0.into()];
        let sql = match ability {
            Ability::Enforce => of_group,
            Ability::Check(channel) => {
                values.push(channel.0.into());
                of_link
            }
        };
        Ok(execute(self.database.writer(), sql, values).await.map_err(store_error)? > 0)
    }
}

async fn claim_with(
    transaction: &DatabaseTransaction,
    sql: &str,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<QueryResult>, DbErr> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [now.after(ANNOUNCEMENT_LEASE).0.into(), now.0.into(), limit.into()];
    transaction.query_all_raw(statement(transaction, sql, values)).await
}

#[async_trait]
impl Announcements for SqlAnnouncements {
    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Announcement>, StoreError> {
        let lease = now.after(ANNOUNCEMENT_LEASE);
        // Both or neither: groups of which nobody learns that they are claimed would wait for their leases to run out.
        let both = self.database.transaction(move |transaction| {
            Box::pin(async move {
                let groups = claim_with(transaction, CLAIM_GROUPS, now, limit).await?;
                Ok((groups, claim_with(transaction, CLAIM_LINKS, now, limit).await?))
            })
        });
        let (groups, links) = both.await.map_err(store_error)?;
        let about_groups = groups.iter().map(|row| from_row(row, Ability::Enforce, lease));
        let about_links =
            links.iter().map(|row| from_row(row, Ability::Check(ChannelId(row.try_get("", "channel_id")?)), lease));
        about_groups.chain(about_links).collect::<Result<_, _>>().map_err(store_error)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        earliest::<2>(self.database.reader(), NEXT_DUE, []).await.map_err(store_error)
    }

    async fn put_off(&self, announcement: &Announcement, until: Timestamp) -> Result<bool, StoreError> {
        self.change(announcement, [PUT_OFF_GROUP, PUT_OFF_LINK], until.0.into()).await
    }

    async fn finish(&self, announcement: &Announcement, is_announced_held: bool) -> Result<(), StoreError> {
        self.change(announcement, [FINISH_GROUP, FINISH_LINK], is_announced_held.into()).await.map(drop)
    }
}

fn from_row(row: &QueryResult, ability: Ability, lease: Timestamp) -> Result<Announcement, DbErr> {
    // What was never announced was never missing.
    let was_announced_held = row.try_get::<Option<bool>>("", "announced")?.unwrap_or(true);
    let is_held = row.try_get("", "is_held")?;
    Ok(Announcement { group: GroupId(row.try_get("", "group_id")?), ability, is_held, was_announced_held, lease })
}
