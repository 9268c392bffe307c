//! The groups of a bot for its operator, page by page, with what there is to count in each.

use std::fmt;

use portcullis_domain::{GroupId, Timestamp, ports::StoreError, tenancy::Tenancy};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::{connection::Database, statement::statement, store_error::store_error, tenancy_repository::tenancy};

/// Up to how many things of a kind are counted in one group, so that no group, however large, holds up the list.
pub const COUNTED_UP_TO: u64 = 10_000;

/// What there is to tell of a group, each by a scalar sub-query, which no plan turns into a join of whole tables. Each count
/// stops one beyond the bound `{most}`.
const TOLD: &str = r#"
    (SELECT COUNT(*) FROM "group_channel_links" AS "demand" WHERE "demand"."group_id" = "{group}"."group_id") AS "channels",
    (SELECT COUNT(*) FROM (SELECT 1 FROM "group_members" AS "member"
        WHERE "member"."group_id" = "{group}"."group_id" LIMIT {most} + 1) AS "counted") AS "members",
    (SELECT COUNT(*) FROM (SELECT 1 FROM "restrictions" AS "open"
        WHERE "open"."group_id" = "{group}"."group_id" AND "open"."lifted_at" IS NULL LIMIT {most} + 1) AS "counted")
        AS "restrictions",
    (SELECT MAX("seen"."last_seen") FROM "group_members" AS "seen"
        WHERE "seen"."group_id" = "{group}"."group_id") AS "last_seen",
    (SELECT "former_id" FROM "tenancies" AS "of" WHERE "of"."group_id" = "{group}"."group_id") AS "former_id",
    (SELECT "blocked_at" FROM "tenancies" AS "of" WHERE "of"."group_id" = "{group}"."group_id") AS "blocked_at",
    (SELECT "block_reason" FROM "tenancies" AS "of" WHERE "of"."group_id" = "{group}"."group_id") AS "block_reason""#;

/// The groups that were ever protected, the oldest first.
const PROTECTED: &str = r#"
    SELECT "group"."group_id", "group"."title", "group"."enabled", "group"."can_enforce", "group"."created_at" AS "since",
    {told}
    FROM "protected_groups" AS "group" WHERE {which} ORDER BY "group"."created_at", "group"."group_id" LIMIT $1"#;

/// Groups that are blocked and were never protected.
const BLOCKED: &str = r#"
    SELECT "tenancy"."group_id", '' AS "title", FALSE AS "enabled", FALSE AS "can_enforce", "tenancy"."blocked_at" AS "since",
    {told}
    FROM "tenancies" AS "tenancy"
    WHERE {which} AND "tenancy"."blocked_at" IS NOT NULL AND (
        SELECT "group_id" FROM "protected_groups" AS "group" WHERE "group"."group_id" = "tenancy"."group_id") IS NULL
    ORDER BY "tenancy"."blocked_at", "tenancy"."group_id" LIMIT $1"#;

/// A group with what there is to tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTenant {
    /// Its id.
    pub group: GroupId,
    /// Its title: untrusted text. Empty where nobody has ever protected it.
    pub title: String,
    /// Whether its admins have the gate switched on.
    pub enabled: bool,
    /// Whether the bot has the rights to enforce it.
    pub can_enforce: bool,
    /// What is remembered of it as a tenant.
    pub tenancy: Tenancy,
    /// How many channels its members must be in.
    pub channels: u64,
    /// How many people were seen there.
    pub members_seen: TenantCount,
    /// How many restrictions are open there.
    pub open_restrictions: TenantCount,
    /// When anybody was last seen there, to within a day.
    pub last_seen: Option<Timestamp>,
    /// When it was first protected; where it never was, when it was blocked.
    pub since: Timestamp,
}

/// A count that ends at [`COUNTED_UP_TO`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantCount {
    /// So many.
    Exactly(u64),
    /// More than [`COUNTED_UP_TO`].
    More,
}

impl fmt::Display for TenantCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(count) => write!(f, "{count}"),
            Self::More => write!(f, "{COUNTED_UP_TO}+"),
        }
    }
}

/// Where a page of the list begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TenantCursor {
    /// With the first group.
    #[default]
    Beginning,
    /// After this protected group.
    Protected(Timestamp, GroupId),
    /// After this group, which was never protected and is blocked; or with the first such, if there is none.
    Blocked(Option<(Timestamp, GroupId)>),
}

impl Database {
    /// The next groups, those that were protected first, by age, and then those that are blocked and never were; the page
    /// that follows; `None`: this is the last. A page may be empty though others follow.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_tenants(
        &self,
        cursor: TenantCursor,
        limit: u64,
    ) -> Result<(Vec<ListedTenant>, Option<TenantCursor>), StoreError> {
        let (sql, after, is_protected) = match cursor {
            TenantCursor::Beginning => (protected(AFTER_PROTECTED), None, true),
            TenantCursor::Protected(since, group) => (protected(AFTER_PROTECTED), Some((since, group)), true),
            TenantCursor::Blocked(after) => (blocked(AFTER_BLOCKED), after, false),
        };
        let (since, group) = after.map_or((i64::MIN, i64::MIN), |(since, group)| (since.0, group.0));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let page = self.tenants(&sql, [limit, since, group]).await?;
        let last = page.last().map(|last| (last.since, last.group));
        let next = match (is_protected, last) {
            (true, Some((since, group))) => Some(TenantCursor::Protected(since, group)),
            (true, None) => Some(TenantCursor::Blocked(None)),
            (false, Some(last)) => Some(TenantCursor::Blocked(Some(last))),
            (false, None) => None,
        };
        Ok((page, next))
    }

    /// A group with what there is to tell of it; `None` if nobody has ever protected or blocked it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_tenant(&self, group: GroupId) -> Result<Option<ListedTenant>, StoreError> {
        let known = self.tenants(&protected(r#""group"."group_id" = $2"#), [1, group.0]).await?.pop();
        if known.is_some() {
            return Ok(known);
        }
        Ok(self.tenants(&blocked(r#""tenancy"."group_id" = $2"#), [1, group.0]).await?.pop())
    }

    async fn tenants<const N: usize>(&self, sql: &str, values: [i64; N]) -> Result<Vec<ListedTenant>, StoreError> {
        let reader = self.reader();
        let values = values.map(sea_orm::Value::from);
        let rows = reader.query_all_raw(statement(reader, sql, values)).await.map_err(store_error)?;
        rows.iter().map(listed).collect::<Result<_, _>>().map_err(store_error)
    }
}

const AFTER_PROTECTED: &str = r#"("group"."created_at", "group"."group_id") > ($2, $3)"#;
const AFTER_BLOCKED: &str = r#"("tenancy"."blocked_at", "tenancy"."group_id") > ($2, $3)"#;

fn protected(which: &str) -> String {
    filled(PROTECTED, "group", which)
}

fn blocked(which: &str) -> String {
    filled(BLOCKED, "tenancy", which)
}

fn filled(sql: &str, group: &str, which: &str) -> String {
    let told = TOLD.replace("{group}", group).replace("{most}", &COUNTED_UP_TO.to_string());
    sql.replace("{told}", &told).replace("{which}", which)
}

fn listed(row: &QueryResult) -> Result<ListedTenant, DbErr> {
    let count = |column: &str| row.try_get::<i64>("", column).map(i64::unsigned_abs);
    Ok(ListedTenant {
        group: GroupId(row.try_get("", "group_id")?),
        title: row.try_get("", "title")?,
        enabled: row.try_get("", "enabled")?,
        can_enforce: row.try_get("", "can_enforce")?,
        tenancy: tenancy(
            row.try_get("", "former_id")?,
            row.try_get("", "blocked_at")?,
            row.try_get("", "block_reason")?,
        ),
        channels: count("channels")?,
        members_seen: counted(count("members")?),
        open_restrictions: counted(count("restrictions")?),
        last_seen: row.try_get::<Option<i64>>("", "last_seen")?.map(Timestamp),
        since: Timestamp(row.try_get("", "since")?),
    })
}

const fn counted(count: u64) -> TenantCount {
    if count > COUNTED_UP_TO { TenantCount::More } else { TenantCount::Exactly(count) }
}
