//! What was used up to a moment, and the difference between two.

use std::time::Duration;

use super::{
    operations::{Metrics, STATEMENTS},
    postgres_statistics::writing_transactions,
    process::{processor_time, processor_time_of_family},
    subject::Subject,
};
use crate::float::float;

/// What was used up to a moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    process: Duration,
    postgres: Option<Duration>,
    redis: Option<Duration>,
    writing_transactions: Option<i64>,
    metrics: Metrics,
    calls: usize,
}

/// What was used between two moments.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// Processor time of the process.
    pub process: Duration,
    /// Processor time of PostgreSQL, all of its processes.
    pub postgres: Option<Duration>,
    /// Processor time of Redis.
    pub redis: Option<Duration>,
    /// Transactions that wrote, on PostgreSQL.
    pub writing_transactions: Option<f64>,
    /// What a bot tells.
    pub gate: Option<GateCost>,
}

/// What a bot did between two moments.
#[derive(Clone, Copy, Debug, Default)]
pub struct GateCost {
    /// Statements, as it counts them.
    pub statements: f64,
    /// Calls to Telegram.
    pub calls: f64,
    /// Memberships that were cached in the process.
    pub hits_in_process: f64,
    /// Memberships that were cached in Redis.
    pub hits_in_redis: f64,
    /// Memberships that Telegram was asked for.
    pub misses: f64,
}

impl Snapshot {
    /// What was used up to now.
    ///
    /// # Errors
    ///
    /// If something has ended.
    pub async fn take(subject: &Subject) -> anyhow::Result<Self> {
        let process = processor_time(subject.process.id())?;
        let gate = subject.gate.as_ref();
        let servers = gate.and_then(|gate| gate.store.processes);
        let postgres = servers.map(|(postgres, _)| processor_time_of_family(postgres)).transpose()?;
        let redis = servers.map(|(_, redis)| processor_time(redis)).transpose()?;
        let writing_transactions = match gate.filter(|_| servers.is_some()) {
            Some(gate) => Some(writing_transactions(&gate.store.url).await),
            None => None,
        };
        let calls = gate.map_or(0, |gate| gate.telegram.log().len());
        Ok(Self { process, postgres, redis, writing_transactions, metrics: subject.metrics().await?, calls })
    }

    /// What was used between this one and a later one.
    #[must_use]
    pub fn until(&self, later: &Self) -> Cost {
        let difference = |before: Option<Duration>, after: Option<Duration>| Some(after?.saturating_sub(before?));
        let written = later.writing_transactions.zip(self.writing_transactions);
        Cost {
            process: later.process.saturating_sub(self.process),
            postgres: difference(self.postgres, later.postgres),
            redis: difference(self.redis, later.redis),
            writing_transactions: written.map(|(after, before)| float(after.abs_diff(before))),
            gate: later.has_metrics().then(|| self.gate_cost(later)),
        }
    }

    fn has_metrics(&self) -> bool {
        self.metrics.sum("bot_start_time_seconds", &[]) > 0.0
    }

    fn gate_cost(&self, later: &Self) -> GateCost {
        let grown = |name: &str, labels: &[&str]| later.metrics.sum(name, labels) - self.metrics.sum(name, labels);
        GateCost {
            statements: grown(STATEMENTS, &[]),
            calls: float((later.calls - self.calls) as u64),
            hits_in_process: grown("bot_cache_hits_total", &[r#"tier="process""#]),
            hits_in_redis: grown("bot_cache_hits_total", &[r#"tier="redis""#]),
            misses: grown("bot_cache_misses_total", &[]),
        }
    }
}
