//! What is remembered of groups as tenants, in the database: one row for each that is blocked, had another id, or was turned
//! away.

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, Timestamp,
    ports::{StoreError, TenancyRepository, Tenant},
    tenancy::{Block, DENIAL_REMEMBERED_FOR, Denial, Tenancy},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryResult};

use crate::{
    connection::Database,
    entities::{storable, tenancy::Entity},
    job_repository::order_release,
    statement::{execute, statement},
    store_error::store_error,
};

const CLAIM_NOT_ALLOWED: &str = r#"
    INSERT INTO "tenancies" ("group_id", "not_allowed_told_at") VALUES ($1, $2)
    ON CONFLICT ("group_id") DO UPDATE SET "not_allowed_told_at" = "excluded"."not_allowed_told_at"
    WHERE "tenancies"."not_allowed_told_at" IS NULL OR "tenancies"."not_allowed_told_at" < $3"#;

/// Nothing else is remembered of them. One that was protected would be told again, without anybody there having called the
/// bot.
const PRUNE_DENIALS: &str = r#"
    DELETE FROM "tenancies" WHERE "not_allowed_told_at" < $1 AND "blocked_at" IS NULL AND "former_id" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "protected_groups" WHERE "protected_groups"."group_id" = "tenancies"."group_id")"#;

const CLAIM_BLOCKED: &str = r#"
    UPDATE "tenancies" SET "blocked_told_at" = $2
    WHERE "group_id" = $1 AND "blocked_at" IS NOT NULL AND "blocked_told_at" IS NULL"#;

/// Whoever blocks a group anew that is blocked gives another reason, if any, and the group is not told again.
const BLOCK: &str = r#"
    INSERT INTO "tenancies" ("group_id", "blocked_at", "block_reason") VALUES ($1, $2, $3)
    ON CONFLICT ("group_id") DO UPDATE SET
        "block_reason" = CASE WHEN "tenancies"."blocked_at" IS NULL THEN "excluded"."block_reason"
            ELSE COALESCE("excluded"."block_reason", "tenancies"."block_reason") END,
        "blocked_told_at" = CASE WHEN "tenancies"."blocked_at" IS NULL THEN NULL ELSE "tenancies"."blocked_told_at" END,
        "blocked_at" = COALESCE("tenancies"."blocked_at", "excluded"."blocked_at")"#;

const UNBLOCK: &str = r#"
    UPDATE "tenancies" SET "blocked_at" = NULL, "block_reason" = NULL, "blocked_told_at" = NULL
    WHERE "group_id" = $1 AND "blocked_at" IS NOT NULL"#;

/// Whatever is not the group's own is looked up by a scalar sub-query, which no plan turns into a join of whole tables.
const LIST: &str = r#"
    SELECT "group"."group_id", "group"."enabled",
        (SELECT "former_id" FROM "tenancies" WHERE "tenancies"."group_id" = "group"."group_id") AS "former_id",
        (SELECT "blocked_at" FROM "tenancies" WHERE "tenancies"."group_id" = "group"."group_id") AS "blocked_at",
        (SELECT "not_allowed_told_at" FROM "tenancies" WHERE "tenancies"."group_id" = "group"."group_id") AS "told_at",
        (SELECT "user_id" FROM "restrictions" WHERE "restrictions"."group_id" = "group"."group_id"
            AND "restrictions"."lifted_at" IS NULL LIMIT 1) AS "somebody_muted"
    FROM "protected_groups" AS "group" WHERE "group"."group_id" > $1 ORDER BY "group"."group_id" LIMIT $2"#;

/// What is remembered of groups as tenants.
#[derive(Clone, Debug)]
pub struct SqlTenancyRepository {
    database: Database,
}

impl SqlTenancyRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// Blocks a group, and in the same step orders that everybody is let go whom the bot has muted there; `false` if it is
    /// blocked already, which then has this reason, if it is given one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: all of it is done, or nothing.
    pub async fn block(&self, group: GroupId, reason: Option<&str>, at: Timestamp) -> Result<bool, StoreError> {
        let reason = reason.map(storable);
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                let was_blocked = find(transaction, group).await?.block.is_some();
                execute(transaction, BLOCK, [group.0.into(), at.0.into(), reason.into()]).await?;
                order_release(transaction, group, at.0).await?;
                Ok(!was_blocked)
            })
        });
        work.await.map_err(store_error)
    }

    /// Ends a block; `false` if there is none. In the same step a release is ordered, which frees nobody whom the gate holds:
    /// by that, a bot that hears of no other process's writes reads the group anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: all of it is done, or nothing.
    pub async fn unblock(&self, group: GroupId, at: Timestamp) -> Result<bool, StoreError> {
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                let was_blocked = execute(transaction, UNBLOCK, [group.0.into()]).await? > 0;
                if was_blocked {
                    order_release(transaction, group, at.0).await?;
                }
                Ok(was_blocked)
            })
        });
        work.await.map_err(store_error)
    }
}

#[async_trait]
impl TenancyRepository for SqlTenancyRepository {
    async fn find(&self, group: GroupId) -> Result<Tenancy, StoreError> {
        find(self.database.reader(), group).await.map_err(store_error)
    }

    async fn claim_denial(&self, group: GroupId, denial: Denial, at: Timestamp) -> Result<bool, StoreError> {
        let writer = self.database.writer();
        let claimed = match denial {
            Denial::Blocked => execute(writer, CLAIM_BLOCKED, [group.0.into(), at.0.into()]).await,
            Denial::NotAllowed => {
                let forgotten = at.before(DENIAL_REMEMBERED_FOR);
                execute(writer, CLAIM_NOT_ALLOWED, [group.0.into(), at.0.into(), forgotten.0.into()]).await
            }
        };
        Ok(claimed.map_err(store_error)? > 0)
    }

    async fn prune_denials(&self, before: Timestamp) -> Result<u64, StoreError> {
        execute(self.database.writer(), PRUNE_DENIALS, [before.0.into()]).await.map_err(store_error)
    }

    async fn list(&self, after: Option<GroupId>, limit: u64) -> Result<Vec<Tenant>, StoreError> {
        let reader = self.database.reader();
        let after = after.map_or(i64::MIN, |group| group.0);
        let values = [after.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
        let rows = reader.query_all_raw(statement(reader, LIST, values)).await.map_err(store_error)?;
        rows.iter().map(tenant).collect::<Result<_, _>>().map_err(store_error)
    }
}

async fn find(database: &impl ConnectionTrait, group: GroupId) -> Result<Tenancy, DbErr> {
    let row = Entity::find_by_id(group.0).one(database).await?;
    Ok(row.map(|row| tenancy(row.former_id, row.blocked_at, row.block_reason)).unwrap_or_default())
}

fn tenant(row: &QueryResult) -> Result<Tenant, DbErr> {
    let is_there = |column: &str| row.try_get::<Option<i64>>("", column).map(|value| value.is_some());
    Ok(Tenant {
        group: GroupId(row.try_get("", "group_id")?),
        // Nobody reads here why a group is blocked.
        tenancy: tenancy(row.try_get("", "former_id")?, row.try_get("", "blocked_at")?, None),
        enabled: row.try_get("", "enabled")?,
        is_told: is_there("told_at")?,
        has_muted: is_there("somebody_muted")?,
    })
}

/// What these columns of a row say.
pub(crate) fn tenancy(former_id: Option<i64>, blocked_at: Option<i64>, block_reason: Option<String>) -> Tenancy {
    let block = blocked_at.map(|at| Block { at: Timestamp(at), reason: block_reason });
    Tenancy { former_id: former_id.map(GroupId), block }
}
