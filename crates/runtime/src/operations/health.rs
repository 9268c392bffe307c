//! How the bot is, as `/health` and `/ready` tell it.

use std::time::Duration;

use portcullis_telegram::Reachability;
use serde::Serialize;

use super::{Status, probe::Answer};

/// The answer of `/health`.
#[derive(Debug, Serialize)]
pub(super) struct Health {
    pub(super) status: Overall,
    version: &'static str,
    uptime_seconds: u64,
    checks: Checks,
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
    telegram: Telegram,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum PartStatus {
    Healthy,
    Unhealthy,
    NotConfigured,
    /// Nothing was asked yet.
    Unknown,
}

impl Health {
    /// Asks the database and Redis.
    pub(super) async fn of(status: &Status) -> Self {
        let (database, redis) = futures::join!(status.ask_database(), status.ask_redis());
        let checks = Checks {
            database: Part::of_database(database, status.is_writable()),
            redis: redis.map_or(Part::NOT_CONFIGURED, Part::of),
            telegram: Telegram {
                status: match status.telegram() {
                    Reachability::Reachable => PartStatus::Healthy,
                    Reachability::Unreachable | Reachability::TokenRefused => PartStatus::Unhealthy,
                    Reachability::Unknown => PartStatus::Unknown,
                },
                last_update_seconds: status.since_last_update().map(|since| since.as_secs()),
            },
        };
        Self {
            status: checks.overall(),
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: status.uptime().as_secs(),
            checks,
        }
    }
}

impl Checks {
    fn overall(&self) -> Overall {
        let is_away = |status| status == PartStatus::Unhealthy;
        if is_away(self.database.status) {
            Overall::Unhealthy
        } else if is_away(self.redis.status) || is_away(self.telegram.status) {
            Overall::Degraded
        } else {
            Overall::Healthy
        }
    }
}

impl Part {
    const NOT_CONFIGURED: Self = Self { status: PartStatus::NotConfigured, latency_ms: None };

    /// One that answers and takes no writes is of no use.
    fn of_database(answer: Answer, is_writable: bool) -> Self {
        let answering = Self::of(answer);
        if is_writable { answering } else { Self { status: PartStatus::Unhealthy, ..answering } }
    }

    fn of(answer: Answer) -> Self {
        let status = if answer.is_some() { PartStatus::Healthy } else { PartStatus::Unhealthy };
        Self { status, latency_ms: answer.map(milliseconds) }
    }
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
        let conditions = [
            ("stop", !status.is_stopping()),
            ("database", status.ask_database().await.is_some() && status.is_writable()),
            ("migration", status.is_migrated()),
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
            telegram: Telegram { status: telegram, last_update_seconds: None },
        }
    }

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
        assert_eq!(Part::of_database(THERE, true).status, PartStatus::Healthy);
        assert_eq!(Part::of_database(THERE, false).status, PartStatus::Unhealthy);
        assert_eq!(Part::of_database(None, true).status, PartStatus::Unhealthy);
    }

    #[test]
    fn the_answer_has_the_names_that_tools_look_for() {
        let json = serde_json::to_value(checks(THERE, None, PartStatus::Healthy)).unwrap();
        let expected = serde_json::json!({
            "database": {"status": "healthy", "latency_ms": 1.5},
            "redis": {"status": "not_configured", "latency_ms": null},
            "telegram": {"status": "healthy", "last_update_seconds": null},
        });
        assert_eq!(json, expected);
    }
}
