//! When the bot looks for itself at which chat, in the rows of groups and channels themselves.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, Timestamp,
    look::{LOOK_LEASE, Look, LookTarget},
    ports::{LookSchedule, NextLook, StoreError},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult};

use crate::{
    connection::Database,
    statement::{earliest, execute, statement},
    store_error::store_error,
};

/// A table of chats that are looked at.
struct Chats {
    table: &'static str,
    key: &'static str,
    /// The column that says that the bot can work there.
    ability: &'static str,
}

const GROUPS: Chats = Chats { table: "protected_groups", key: "group_id", ability: "can_enforce" };
const CHANNELS: Chats = Chats { table: "enforced_channels", key: "channel_id", ability: "can_check" };

const HASTEN_STALE: &str = r#"
    UPDATE "{table}" SET "look_due_at" = $1
    WHERE "looked_at" IS NULL OR "looked_at" <= $2 OR "look_due_at" IS NULL OR NOT "{ability}""#;

/// What is marked as broken already is looked at in its own time.
const HASTEN: &str = r#"
    UPDATE "{table}" SET "look_due_at" = CASE WHEN "look_due_at" < $2 THEN "look_due_at" ELSE $2 END, "look_misses" = 1
    WHERE "{key}" = $1 AND "{ability}""#;

/// What has been broken for so long that it is looked at once an hour goes before nothing: chats that threw the bot out for
/// good must not keep the others waiting.
const CLAIM: &str = r#"
    UPDATE "{table}" SET "look_due_at" = $1 WHERE "{key}" IN (
        WITH "next" AS MATERIALIZED (
            SELECT "{key}" FROM "{table}" WHERE "look_due_at" <= $2
            ORDER BY CASE WHEN "look_misses" BETWEEN 1 AND 7 THEN 0 ELSE 1 END, "look_due_at" LIMIT $3 {skip}
        ) SELECT "{key}" FROM "next"
    ) RETURNING "{key}" AS "chat", "look_misses""#;

const NEXT_DUE: &str = r#"
    SELECT (SELECT MIN("look_due_at") FROM "protected_groups"), (SELECT MIN("look_due_at") FROM "enforced_channels")"#;

const FINISH: &str = r#"
    UPDATE "{table}" SET "looked_at" = $2, "look_due_at" = $3, "look_misses" = $4
    WHERE "{key}" = $1 AND "look_due_at" = $5"#;

impl Chats {
    fn fill(&self, sql: &str) -> String {
        sql.replace("{table}", self.table).replace("{key}", self.key).replace("{ability}", self.ability)
    }
}

/// The looks at all groups and channels.
#[derive(Clone, Debug)]
pub struct SqlLookSchedule {
    database: Database,
}

impl SqlLookSchedule {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

async fn claim_of(
    transaction: &DatabaseTransaction,
    chats: &Chats,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<(i64, u32)>, DbErr> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [now.after(LOOK_LEASE).0.into(), now.0.into(), limit.into()];
    let rows = transaction.query_all_raw(statement(transaction, &chats.fill(CLAIM), values)).await?;
    rows.iter().map(claimed).collect()
}

fn claimed(row: &QueryResult) -> Result<(i64, u32), DbErr> {
    let misses = row.try_get::<Option<i32>>("", "look_misses")?.unwrap_or_default();
    Ok((row.try_get("", "chat")?, misses.unsigned_abs()))
}

#[async_trait]
impl LookSchedule for SqlLookSchedule {
    async fn hasten_stale(&self, since: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        for chats in [GROUPS, CHANNELS] {
            let sql = chats.fill(HASTEN_STALE);
            execute(self.database.writer(), &sql, [now.0.into(), since.0.into()]).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn hasten(&self, chat: ChatId, due: Timestamp) -> Result<(), StoreError> {
        for chats in [GROUPS, CHANNELS] {
            let sql = chats.fill(HASTEN);
            execute(self.database.writer(), &sql, [chat.0.into(), due.0.into()]).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Look>, StoreError> {
        let lease = now.after(LOOK_LEASE);
        // Both or neither: groups of which nobody learns that they are claimed would wait for their leases to run out.
        let both = self.database.transaction(move |transaction| {
            Box::pin(async move {
                let groups = claim_of(transaction, &GROUPS, now, limit).await?;
                Ok((groups, claim_of(transaction, &CHANNELS, now, limit).await?))
            })
        });
        let (groups, channels) = both.await.map_err(store_error)?;
        let groups = groups.into_iter().map(|(id, misses)| (LookTarget::Group(GroupId(id)), misses));
        let channels = channels.into_iter().map(|(id, misses)| (LookTarget::Channel(ChannelId(id)), misses));
        Ok(groups.chain(channels).map(|(target, misses)| Look { target, misses, lease }).collect())
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        earliest::<2>(self.database.reader(), NEXT_DUE, []).await.map_err(store_error)
    }

    async fn finish(&self, look: &Look, now: Timestamp, next: NextLook) -> Result<(), StoreError> {
        let chats = match look.target {
            LookTarget::Group(_) => GROUPS,
            LookTarget::Channel(_) => CHANNELS,
        };
        let misses = i32::try_from(next.misses).unwrap_or(i32::MAX);
        let values = [look.target.chat().0.into(), now.0.into(), next.due.0.into(), misses.into(), look.lease.0.into()];
        execute(self.database.writer(), &chats.fill(FINISH), values).await.map(drop).map_err(store_error)
    }
}
