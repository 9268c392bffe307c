//! How the bot is, as `/health` and `/ready` tell it.

use std::time::Duration;

use portcullis_domain::{Timestamp, clock_error::ClockError};
use portcullis_telegram::Reachability;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Status, advice::Fault, part_status::PartStatus, probe::Answer};
use crate::moment::in_words;

/// The answer of `/health`.
#[derive(Debug, Serialize)]
pub(super) struct Health {
    pub(super) status: Overall,
    version: &'static str,
    uptime_seconds: u64,
    checks: Map<String, Value>,
}

/// How the bot is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Overall {
    /// Everything is there.
    Healthy,
    /// It works, but slower, or not with Telegram.
    Degraded,
    /// Without a database that takes writes it can take no updates.
    Unhealthy,
}

#[derive(Debug, Serialize)]
struct Checks {
    database: Part,
    redis: Part,
    invalidations: Invalidations,
    telegram: Telegram,
    clock: Clock,
    program: Program,
}

/// What other instances publish.
#[derive(Debug, Serialize)]
struct Invalidations {
    status: PartStatus,
}

/// The machine's clock, beside Telegram's.
#[derive(Debug, Serialize)]
struct Clock {
    status: PartStatus,
    /// More than zero if it is ahead.
    error_seconds: Option<f64>,
}

/// The parts of the program itself.
#[derive(Debug, Serialize)]
struct Program {
    status: PartStatus,
    stopped: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Part {
    status: PartStatus,
    latency_ms: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Telegram {
    status: PartStatus,
    last_update_seconds: Option<u64>,
}

impl Health {
    /// Asks the database and Redis.
    pub(super) async fn of(status: &Status) -> Self {
        let (database, is_writable, redis) =
            futures::join!(status.ask_database(), status.ask_for_a_write(), status.ask_redis());
        let checks = Checks {
            database: Part::of_database(database, is_writable),
            redis: redis.map_or(Part::NOT_CONFIGURED, Part::of),
            invalidations: Invalidations::of(status.receives_invalidations()),
            telegram: Telegram {
                status: match status.telegram() {
                    Reachability::Reachable => PartStatus::Healthy,
                    Reachability::Unreachable | Reachability::TokenRefused => PartStatus::Unhealthy,
                    Reachability::Unknown => PartStatus::Unknown,
                },
                last_update_seconds: status.since_last_update().map(|since| since.as_secs()),
            },
            clock: Clock::of(status.clock_error()),
            program: Program::of(status.stopped_parts()),
        };
        Self {
            status: checks.overall(),
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: status.uptime().as_secs(),
            checks: checks.told(status.telegram(), |part, state| status.since(part, state)),
        }
    }
}

impl Checks {
    /// Each part by its name: besides what is particular to it, whether it is `ok`, since when it has been seen so, and
    /// what is wrong.
    fn told(
        &self,
        reachability: Reachability,
        since: impl Fn(&'static str, PartStatus) -> Timestamp,
    ) -> Map<String, Value> {
        let parts = [
            ("database", self.database.status, json!(self.database)),
            ("redis", self.redis.status, json!(self.redis)),
            ("invalidations", self.invalidations.status, json!(self.invalidations)),
            ("telegram", self.telegram.status, json!(self.telegram)),
            ("clock", self.clock.status, json!(self.clock)),
            ("program", self.program.status, json!(self.program)),
        ];
        let told = |(name, status, mut part): (&'static str, PartStatus, Value)| {
            let fault = self.fault(name, status, reachability);
            part["ok"] = fault.is_none().into();
            part["since"] = in_words(since(name, status)).into();
            part["what"] = fault.map(Fault::in_words).into();
            (name.to_owned(), part)
        };
        parts.into_iter().map(told).collect()
    }

    fn fault(&self, part: &str, status: PartStatus, reachability: Reachability) -> Option<Fault> {
        match (part, status) {
            ("database", PartStatus::Unknown) => Some(Fault::DatabaseUnknown),
            (_, PartStatus::Healthy | PartStatus::NotConfigured | PartStatus::Unknown) => None,
            ("database", _) if self.database.latency_ms.is_some() => Some(Fault::DatabaseReadOnly),
            ("database", _) => Some(Fault::DatabaseAway),
            ("redis", _) => Some(Fault::RedisAway),
            ("invalidations", _) => Some(Fault::InvalidationsLost),
            ("telegram", _) if reachability == Reachability::TokenRefused => Some(Fault::TokenRefused),
            ("telegram", _) => Some(Fault::TelegramAway),
            ("clock", _) => Some(Fault::ClockWrong),
            _ => Some(Fault::PartStopped),
        }
    }

    fn overall(&self) -> Overall {
        let is_away = |status| status == PartStatus::Unhealthy;
        if is_away(self.database.status) || is_away(self.program.status) {
            Overall::Unhealthy
        } else if is_away(self.redis.status)
            || is_away(self.telegram.status)
            || self.database.status == PartStatus::Unknown
            || [self.clock.status, self.invalidations.status].contains(&PartStatus::Degraded)
        {
            Overall::Degraded
        } else {
            Overall::Healthy
        }
    }
}

impl Invalidations {
    fn of(are_received: Option<bool>) -> Self {
        let status = match are_received {
            None => PartStatus::NotConfigured,
            Some(true) => PartStatus::Healthy,
            Some(false) => PartStatus::Degraded,
        };
        Self { status }
    }
}

impl Clock {
    fn of(error: Option<ClockError>) -> Self {
        let status = match error {
            None => PartStatus::Unknown,
            Some(error) if error.is_too_large() => PartStatus::Degraded,
            Some(_) => PartStatus::Healthy,
        };
        Self { status, error_seconds: error.map(seconds) }
    }
}

impl Program {
    fn of(stopped: Vec<&'static str>) -> Self {
        let status = if stopped.is_empty() { PartStatus::Healthy } else { PartStatus::Unhealthy };
        Self { status, stopped }
    }
}

impl Part {
    const NOT_CONFIGURED: Self = Self { status: PartStatus::NotConfigured, latency_ms: None };

    /// One that answers and takes no writes is of no use; of one that was not asked for a write nobody knows that.
    fn of_database(answer: Answer, is_writable: Option<bool>) -> Self {
        let answering = Self::of(answer);
        let status = match is_writable {
            Some(true) => answering.status,
            None if answer.is_some() => PartStatus::Unknown,
            None | Some(false) => PartStatus::Unhealthy,
        };
        Self { status, ..answering }
    }

    fn of(answer: Answer) -> Self {
        let status = if answer.is_some() { PartStatus::Healthy } else { PartStatus::Unhealthy };
        Self { status, latency_ms: answer.map(milliseconds) }
    }
}

/// How far a clock is off; more than zero if it is ahead.
#[expect(clippy::cast_precision_loss, reason = "to a millisecond it is exact for 280 000 years")]
pub(super) fn seconds(error: ClockError) -> f64 {
    error.0 as f64 / 1e3
}

/// With three places: a database on the same machine answers within one.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// The answer of `/ready`.
#[derive(Debug, Serialize)]
pub(super) struct Readiness {
    pub(super) ready: bool,
    /// What has to come about before it can take updates.
    waiting_for: Vec<&'static str>,
}

impl Readiness {
    /// Asks the database.
    pub(super) async fn of(status: &Status) -> Self {
        let (database, is_writable) = futures::join!(status.ask_database(), status.ask_for_a_write());
        let conditions = [
            ("stop", !status.is_stopping()),
            // As long as nobody knows, it waits for the migration or stops.
            ("database", database.is_some() && is_writable != Some(false)),
            ("migration", status.is_migrated()),
            ("program", status.stopped_parts().is_empty()),
            ("telegram", status.is_identified()),
        ];
        let waiting_for: Vec<_> = conditions.into_iter().filter(|(_, is_met)| !is_met).map(|(what, _)| what).collect();
        Self { ready: waiting_for.is_empty(), waiting_for }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(database: Answer, redis: Option<Answer>, telegram: PartStatus) -> Checks {
        Checks {
            database: Part::of(database),
            redis: redis.map_or(Part::NOT_CONFIGURED, Part::of),
            invalidations: Invalidations::of(None),
            telegram: Telegram { status: telegram, last_update_seconds: None },
            clock: Clock::of(Some(ClockError(-250))),
            program: Program::of(Vec::new()),
        }
    }

    const AT: Timestamp = Timestamp::from_secs(1_700_000_000);
    const THERE: Answer = Some(Duration::from_micros(1_500));

    #[test]
    fn without_a_database_it_is_unhealthy_and_without_another_part_degraded() {
        assert_eq!(checks(THERE, None, PartStatus::Unknown).overall(), Overall::Healthy);
        assert_eq!(checks(THERE, Some(THERE), PartStatus::Healthy).overall(), Overall::Healthy);
        assert_eq!(checks(THERE, Some(None), PartStatus::Healthy).overall(), Overall::Degraded);
        assert_eq!(checks(THERE, None, PartStatus::Unhealthy).overall(), Overall::Degraded);
        assert_eq!(checks(None, Some(None), PartStatus::Healthy).overall(), Overall::Unhealthy);
    }

    #[test]
    fn a_database_that_answers_and_takes_no_writes_is_unhealthy() {
        assert_eq!(Part::of_database(THERE, Some(true)).status, PartStatus::Healthy);
        assert_eq!(Part::of_database(THERE, Some(false)).status, PartStatus::Unhealthy);
        assert_eq!(Part::of_database(None, Some(true)).status, PartStatus::Unhealthy);
    }

    #[test]
    fn a_database_that_was_not_asked_for_a_write_yet_is_not_called_healthy() {
        let unknown = |answer| Part::of_database(answer, None);
        assert_eq!((unknown(THERE).status, unknown(None).status), (PartStatus::Unknown, PartStatus::Unhealthy));
        let checks = Checks { database: unknown(THERE), ..checks(THERE, None, PartStatus::Healthy) };
        assert_eq!(checks.overall(), Overall::Degraded);
    }

    #[test]
    fn a_clock_that_is_wrong_is_degraded_and_a_part_that_has_stopped_unhealthy() {
        let well = || checks(THERE, None, PartStatus::Healthy);
        assert_eq!(Checks { clock: Clock::of(None), ..well() }.overall(), Overall::Healthy);
        assert_eq!(Checks { clock: Clock::of(Some(ClockError(-864_000_000))), ..well() }.overall(), Overall::Degraded);
        assert_eq!(Checks { program: Program::of(vec!["dispatcher"]), ..well() }.overall(), Overall::Unhealthy);
    }

    #[test]
    fn an_instance_that_does_not_hear_of_the_others_changes_is_degraded() {
        let hearing = |received| {
            let checks = checks(THERE, None, PartStatus::Healthy);
            Checks { invalidations: Invalidations::of(received), ..checks }.overall()
        };
        assert_eq!(hearing(Some(true)), Overall::Healthy);
        assert_eq!(hearing(Some(false)), Overall::Degraded);
    }

    #[test]
    fn the_answer_has_the_names_that_tools_look_for() {
        let told = checks(THERE, None, PartStatus::Healthy).told(Reachability::Reachable, |_, _| AT);
        let mut expected = json!({
            "database": {"status": "healthy", "latency_ms": 1.5},
            "redis": {"status": "not_configured", "latency_ms": null},
            "invalidations": {"status": "not_configured"},
            "telegram": {"status": "healthy", "last_update_seconds": null},
            "clock": {"status": "healthy", "error_seconds": -0.25},
            "program": {"status": "healthy", "stopped": []},
        });
        for part in expected.as_object_mut().unwrap().values_mut() {
            part["ok"] = true.into();
            part["since"] = "2023-11-14T22:13:20Z".into();
            part["what"] = Value::Null;
        }
        assert_eq!(Value::Object(told), expected);
    }

    #[test]
    fn whatever_is_not_well_says_what_is_wrong_and_what_to_do() {
        let all = || Checks {
            database: Part::of_database(None, None),
            redis: Part::of(None),
            invalidations: Invalidations::of(Some(false)),
            telegram: Telegram { status: PartStatus::Unhealthy, last_update_seconds: Some(9) },
            clock: Clock::of(Some(ClockError(-864_000_000))),
            program: Program::of(vec!["dispatcher"]),
        };
        let what = |checks: Checks, reachability, part: &str| {
            let told = checks.told(reachability, |_, _| AT);
            assert_eq!(told[part]["ok"], false);
            told[part]["what"].as_str().unwrap().to_owned()
        };
        let away = Reachability::Unreachable;
        for (part, words) in [
            ("database", "DATABASE_URL"),
            ("redis", "REDIS_URL"),
            ("invalidations", "pooler"),
            ("telegram", "network"),
            ("clock", "NTP"),
            ("program", "restart"),
        ] {
            let what = what(all(), away, part);
            assert!(what.contains(words) && what.matches(';').count() >= 2, "{part}: {what}");
        }
        assert!(what(all(), Reachability::TokenRefused, "telegram").contains("BOT_TOKEN"));
        let read_only = Checks { database: Part::of_database(THERE, Some(false)), ..all() };
        assert!(what(read_only, away, "database").contains("disk"));
        let unknown = Checks { database: Part::of_database(THERE, None), ..all() };
        assert!(what(unknown, away, "database").contains("not asked"));
    }
}
