//! The brakes of groups in the database: one row for each group whose brake has ever tripped.

use async_trait::async_trait;
use portcullis_domain::{
    ChatId, GroupId, MessageId, Timestamp, UserId,
    brake::{
        BRAKE_LEASE, Brake, BrakeEnd, BrakeLimit, FailedMember, RESTS_FOR, SWEEP_WAIT, TripOutcome, WINDOW, next_look,
    },
    ports::{Brakes, StoreError},
    restriction::LiftReason,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QuerySelect, Value};

use crate::{
    connection::Database,
    entities::{brake, protected_group, storable},
    job_repository::begin_sweep_anew,
    statement::{earliest, execute, name_columns, statement},
    store_error::store_error,
};

/// How many known members but for one have failed in a group since a moment, and since its last brake was over; none where
/// the brake rests. The group is `$1`, and each other value stands as this parameter.
pub(crate) fn failures(user: &str, since: &str, now: &str) -> String {
    format!(
        r#"(SELECT COUNT(DISTINCT "failed"."user_id") FROM "restrictions" AS "failed"
            WHERE "failed"."group_id" = $1 AND "failed"."known_failed_at" > {since} AND "failed"."user_id" <> {user}
                AND NOT EXISTS (SELECT 1 FROM "brakes" AS "past" WHERE "past"."group_id" = $1
                    AND ("past"."ended_at" >= "failed"."known_failed_at" OR "past"."rests_until" > {now})))"#
    )
}

/// Whatever stood before is over; what was said of it was said.
const TRIP: &str = r#"
    INSERT INTO "brakes" ("group_id", "tripped_at", "failed", "freed", "looks", "look_at", "is_told", "due_at")
    VALUES ($1, $2, $3, 0, 0, $4, FALSE, $2)
    ON CONFLICT ("group_id") DO UPDATE SET "tripped_at" = "excluded"."tripped_at", "failed" = "excluded"."failed",
        "freed" = 0, "ended_at" = NULL, "end_reason" = NULL, "ended_by" = NULL, "ended_by_name" = NULL,
        "rests_until" = NULL, "looks" = 0, "look_at" = "excluded"."look_at", "is_told" = FALSE, "chat_id" = NULL,
        "message_id" = NULL, "due_at" = "excluded"."due_at""#;

/// Looked at at once, and let go without being judged.
const FREE: &str = r#"
    UPDATE "restrictions" SET "look_at" = $2, "look_for" = $4, "looks" = 0
    WHERE "group_id" = $1 AND "lifted_at" IS NULL AND "mode" = 'enforce' AND "restricted_at" > $3
        AND ("step" IS NULL) = $5"#;

/// What was said instead of a mute does not count where another step has followed: by that, somebody would be muted for the
/// next message.
const FORGET_STEPS: &str = r#"
    UPDATE "restrictions" SET "lift_reason" = $4
    WHERE "group_id" = $1 AND "lift_reason" = $2 AND "restricted_at" > $3 AND "step" IS NOT NULL"#;

const NOTE_FREED: &str = r#"UPDATE "brakes" SET "freed" = $2 WHERE "group_id" = $1"#;

const END: &str = r#"
    UPDATE "brakes" SET "ended_at" = $2, "end_reason" = $3, "ended_by" = $4, "ended_by_name" = $5, "rests_until" = $6,
        "due_at" = $2
    WHERE "group_id" = $1 AND "ended_at" IS NULL"#;

const CLAIM: &str = r#"
    UPDATE "brakes" SET "due_at" = $1 WHERE "group_id" IN (
        WITH "next" AS MATERIALIZED (
            SELECT "group_id" FROM "brakes" WHERE "due_at" <= $2 ORDER BY "due_at" LIMIT $3 {skip}
        ) SELECT "group_id" FROM "next"
    ) RETURNING {columns}"#;

const NEXT_DUE: &str = r#"SELECT MIN("due_at") FROM "brakes" WHERE "due_at" IS NOT NULL"#;

const PUT_OFF: &str = r#"UPDATE "brakes" SET "due_at" = $2 WHERE "group_id" = $1 AND "due_at" = $3"#;

const PUT_MESSAGE: &str = r#"
    UPDATE "brakes" SET "is_told" = TRUE, "chat_id" = $3, "message_id" = $4
    WHERE "group_id" = $1 AND "tripped_at" = $2"#;

const PUT_LOOK: &str = r#"
    UPDATE "brakes" SET "looks" = "looks" + 1, "look_at" = $3 WHERE "group_id" = $1 AND "tripped_at" = $2"#;

const LIST_FAILED: &str = r#"
    SELECT "user_id", "name" FROM "restrictions" WHERE "group_id" = $1 AND "known_failed_at" > $2
    ORDER BY "known_failed_at" DESC, "id" DESC LIMIT $3"#;

/// The brakes of all groups.
#[derive(Clone, Debug)]
pub struct SqlBrakes {
    database: Database,
}

impl SqlBrakes {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    async fn execute(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, StoreError> {
        execute(self.database.writer(), sql, values).await.map_err(store_error)
    }
}

#[async_trait]
impl Brakes for SqlBrakes {
    async fn trip(
        &self,
        group: GroupId,
        user: UserId,
        limit: BrakeLimit,
        at: Timestamp,
    ) -> Result<TripOutcome, StoreError> {
        let work = self.database.transaction(move |transaction| Box::pin(trip(transaction, group, user, limit, at)));
        work.await.map_err(store_error)
    }

    async fn end(&self, group: GroupId, end: &BrakeEnd, at: Timestamp) -> Result<bool, StoreError> {
        let (by, name, rests_until) = match end {
            BrakeEnd::Overridden { by, name } => (Some(by.0), Some(storable(name)), Some(at.after(RESTS_FOR).0)),
            BrakeEnd::Recovered | BrakeEnd::SwitchedOff => (None, None, None),
        };
        let values = [group.0.into(), at.0.into(), end.word().into(), by.into(), name.into(), rests_until.into()];
        Ok(self.execute(END, values).await? > 0)
    }

    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Brake>, StoreError> {
        let (writer, lease) = (self.database.writer(), now.after(BRAKE_LEASE));
        let values = [lease.0.into(), now.0.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
        let claim = statement(writer, &name_columns::<brake::Entity>(CLAIM), values);
        let rows = brake::Entity::find().from_raw_sql(claim).all(writer).await.map_err(store_error)?;
        rows.iter().map(|row| from_row(row, lease)).collect()
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        earliest::<1>(self.database.reader(), NEXT_DUE, []).await.map_err(store_error)
    }

    async fn put_off(&self, brake: &Brake, until: Option<Timestamp>) -> Result<bool, StoreError> {
        let values = [brake.group.0.into(), until.map(|until| until.0).into(), brake.lease.0.into()];
        Ok(self.execute(PUT_OFF, values).await? > 0)
    }

    async fn put_message(&self, brake: &Brake, message: Option<(ChatId, MessageId)>) -> Result<(), StoreError> {
        let (chat, message) = message.unzip();
        let (chat, message) = (chat.map(|chat| chat.0), message.map(|message| message.0));
        let values = [brake.group.0.into(), brake.tripped_at.0.into(), chat.into(), message.into()];
        self.execute(PUT_MESSAGE, values).await.map(drop)
    }

    async fn put_look(&self, brake: &Brake, next: Timestamp) -> Result<(), StoreError> {
        self.execute(PUT_LOOK, [brake.group.0.into(), brake.tripped_at.0.into(), next.0.into()]).await.map(drop)
    }

    async fn list_failed(&self, brake: &Brake, limit: u64) -> Result<Vec<FailedMember>, StoreError> {
        let reader = self.database.reader();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [brake.group.0.into(), brake.tripped_at.before(WINDOW).0.into(), limit.into()];
        let rows = reader.query_all_raw(statement(reader, LIST_FAILED, values)).await.map_err(store_error)?;
        let read = rows
            .iter()
            .map(|row| Ok(FailedMember { user: UserId(row.try_get("", "user_id")?), name: row.try_get("", "name")? }));
        read.collect::<Result<_, DbErr>>().map_err(store_error)
    }
}

async fn trip(
    transaction: &DatabaseTransaction,
    group: GroupId,
    user: UserId,
    limit: BrakeLimit,
    at: Timestamp,
) -> Result<TripOutcome, DbErr> {
    // Of several instances that find the limit reached, the first trips it.
    protected_group::Entity::find_by_id(group.0).lock_exclusive().one(transaction).await?;
    let known = brake::Entity::find_by_id(group.0).one(transaction).await?;
    if known.is_some_and(|known| known.ended_at.is_none()) {
        return Ok(TripOutcome::AlreadyTripped);
    }
    let count = format!(r#"SELECT {} AS "failures""#, failures("$2", "$3", "$4"));
    let count = statement(transaction, &count, [group.0.into(), user.0.into(), limit.since.0.into(), at.0.into()]);
    let failures = match transaction.query_one_raw(count).await? {
        Some(row) => row.try_get::<i64>("", "failures")?.unsigned_abs(),
        None => 0,
    };
    if !limit.is_reached(failures) {
        return Ok(TripOutcome::NotReached);
    }
    // The one who has just failed too is muted no more, and not written.
    let failed = failures.saturating_add(1);
    let values = [group.0.into(), at.0.into(), number(failed), next_look(0, at).0.into()];
    execute(transaction, TRIP, values).await?;
    let reason = LiftReason::Braked.word();
    let free = async |is_muted: bool| {
        let values = [group.0.into(), at.0.into(), limit.since.0.into(), reason.into(), is_muted.into()];
        execute(transaction, FREE, values).await
    };
    let freed = free(true).await?;
    // Whoever was only told is held by nothing, and their notice goes.
    free(false).await?;
    let followed = LiftReason::NextStep.word();
    execute(transaction, FORGET_STEPS, [group.0.into(), followed.into(), limit.since.0.into(), reason.into()]).await?;
    execute(transaction, NOTE_FREED, [group.0.into(), number(freed)]).await?;
    // It may be past those who are freed.
    begin_sweep_anew(transaction, group, at.after(SWEEP_WAIT)).await?;
    Ok(TripOutcome::Tripped { failed, freed })
}

fn number(count: u64) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

fn from_row(row: &brake::Model, lease: Timestamp) -> Result<Brake, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("brake of {}: `end_reason`", row.group_id));
    let end = match row.end_reason.as_deref() {
        None => None,
        Some("recovered") => Some(BrakeEnd::Recovered),
        Some("switched_off") => Some(BrakeEnd::SwitchedOff),
        Some("overridden") => Some(BrakeEnd::Overridden {
            by: UserId(row.ended_by.ok_or_else(unreadable)?),
            name: row.ended_by_name.clone().unwrap_or_default(),
        }),
        Some(_) => return Err(unreadable()),
    };
    Ok(Brake {
        group: GroupId(row.group_id),
        tripped_at: Timestamp(row.tripped_at),
        failed: row.failed.unsigned_abs(),
        freed: row.freed.unsigned_abs(),
        end,
        looks: row.looks.unsigned_abs(),
        look_at: Timestamp(row.look_at),
        is_told: row.is_told,
        message: row.chat_id.map(ChatId).zip(row.message_id.map(MessageId)),
        lease,
    })
}
