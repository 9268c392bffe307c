//! What the history of restrictions adds up to, counted in the database.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId,
    ports::{GateStatistics, StoreError},
    restriction::{LiftReason, RestrictReason},
    settings::Mode,
    stats::{Day, MILLIS_PER_DAY, Period, PeriodStats, Tallies, Tally},
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use crate::{connection::Database, statement::statement, store_error::store_error};

/// The rows that count: of a group, a mode and a period, which `restrictions_history` finds; a mute that Telegram never
/// confirmed is none.
const COUNTED: &str = r#""group_id" = $1 AND "restricted_at" >= $2 AND "restricted_at" < $3 AND "mode" = $4
    AND ("muted_at" IS NOT NULL OR "mode" = '{observe}')"#;

/// Whether the person had left a channel, and 1 if it ended with their joining.
const LEFT_AND_JOINED: &str = r#"CASE WHEN "reason" = '{left}' THEN 1 ELSE 0 END AS "has_left",
    MAX(CASE WHEN "lift_reason" IN ({joined}) THEN 1 END) AS "joined""#;

/// Each person once, on the day of their first restriction.
const BY_DAY: &str = r#"
    SELECT "bucket", CAST("has_left" AS BIGINT), COUNT(*), COUNT("joined") FROM (
        SELECT MIN("restricted_at") / {day} AS "bucket", "user_id", {left_and_joined}
        FROM "restrictions" WHERE {counted} GROUP BY "user_id", "has_left"
    ) AS "people" GROUP BY "bucket", "has_left""#;

/// Each person once for each channel that was missing.
const BY_CHANNEL: &str = r#"
    SELECT "bucket", CAST("has_left" AS BIGINT), COUNT(*), COUNT("joined") FROM (
        SELECT CAST("missing"."value" AS BIGINT) AS "bucket", "user_id", {left_and_joined}
        FROM "restrictions", {missing} WHERE {counted} GROUP BY "bucket", "user_id", "has_left"
    ) AS "people" GROUP BY "bucket", "has_left" ORDER BY "bucket""#;

/// Counts in the table of restrictions.
#[derive(Clone, Debug)]
pub struct SqlGateStatistics {
    database: Database,
}

impl SqlGateStatistics {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// The tallies of a query by its key.
    async fn tallies(
        &self,
        query: &str,
        group: GroupId,
        mode: Mode,
        period: Period,
    ) -> Result<Vec<(i64, Tallies)>, DbErr> {
        let reader = self.database.reader();
        let values = [group.0.into(), period.start().0.into(), period.end().0.into(), mode.word().into()];
        let query = statement(reader, &filled(query, reader.get_database_backend()), values);
        let rows = reader.query_all_raw(query).await?;
        rows.into_iter()
            .map(|row| {
                let number = |at| row.try_get_by_index::<i64>(at);
                let tally = Tally { people: number(2)?.unsigned_abs(), joined: number(3)?.unsigned_abs() };
                let tallies = if number(1)? == 0 {
                    Tallies { stopped: tally, ..Tallies::default() }
                } else {
                    Tallies { left: tally, ..Tallies::default() }
                };
                Ok((number(0)?, tallies))
            })
            .collect()
    }
}

/// A query with the words of the domain in it, for this database.
fn filled(query: &str, backend: DbBackend) -> String {
    let missing = match backend {
        DbBackend::Postgres => r#"jsonb_array_elements_text("restrictions"."missing_channels") AS "missing"("value")"#,
        _ => r#"json_each("restrictions"."missing_channels") AS "missing""#,
    };
    let joined = LiftReason::JOINED.map(|reason| format!("'{}'", reason.word())).join(", ");
    query
        .replace("{left_and_joined}", LEFT_AND_JOINED)
        .replace("{counted}", COUNTED)
        .replace("{missing}", missing)
        .replace("{observe}", Mode::Observe.word())
        .replace("{left}", RestrictReason::LeftChannel.word())
        .replace("{joined}", &joined)
        .replace("{day}", &MILLIS_PER_DAY.to_string())
}

#[async_trait]
impl GateStatistics for SqlGateStatistics {
    async fn count(&self, group: GroupId, mode: Mode, period: Period) -> Result<PeriodStats, StoreError> {
        let by_day = self.tallies(BY_DAY, group, mode, period).await.map_err(store_error)?;
        let by_channel = self.tallies(BY_CHANNEL, group, mode, period).await.map_err(store_error)?;
        Ok(PeriodStats::new(
            period,
            by_day.into_iter().map(|(day, tallies)| (Day(day), tallies)),
            by_channel.into_iter().map(|(channel, tallies)| (ChannelId(channel), tallies)),
        ))
    }
}
