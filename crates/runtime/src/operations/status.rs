//! What is known of the running bot: a copy is the same status.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::FutureExt;
use portcullis_cache::Invalidations;
use portcullis_domain::{Timestamp, clock_error::ClockError, ports::Clock};
use portcullis_service::Liveness;
use portcullis_storage::{Database, SqlCensus};
use portcullis_telegram::{ApiClient, Reachability};
use tokio_util::sync::CancellationToken;
use tracing_appender::non_blocking::ErrorCounter;

use super::{
    catalogue,
    census_gauges::CensusGauges,
    part_status::PartStatus,
    probe::{Answer, Ping, Probe},
    since::Since,
    write_probe::WriteProbe,
};
use crate::{
    Settings, SystemClock,
    checked_clock::CheckedClock,
    telemetry::{LogLevel, Logs},
    update_step::{StepKind, StepObserver, UpdateStep},
};

/// A connection that broke with its server is noticed only by the statement that uses it, and a pool has several.
const TRIES_PER_PING: usize = 25;

/// Nothing has happened yet.
const NEVER: u64 = u64::MAX;

/// What is known of the running bot: its parts as they are put together, and what has happened.
#[derive(Clone)]
pub struct Status(Arc<Inner>);

struct Inner {
    started: Instant,
    stop: CancellationToken,
    database: OnceLock<Probe>,
    writes: OnceLock<WriteProbe>,
    census: OnceLock<CensusGauges>,
    has_redis: bool,
    redis: OnceLock<Probe>,
    invalidations: OnceLock<Invalidations>,
    telegram: OnceLock<ApiClient>,
    clock: OnceLock<CheckedClock>,
    /// Those of the present term; none while another process leads.
    parts: Mutex<Liveness>,
    dropped_log_lines: OnceLock<ErrorCounter>,
    log_level: OnceLock<LogLevel>,
    since: Since<PartStatus>,
    steps: OnceLock<StepObserver>,
    migrated: AtomicBool,
    identified: AtomicBool,
    /// Milliseconds from the start to the last update, or [`NEVER`].
    last_update: AtomicU64,
}

impl Status {
    /// Of a bot with these settings that has just been started and runs until `stop`.
    #[must_use]
    pub fn new(settings: &Settings, stop: CancellationToken) -> Self {
        Self(Arc::new(Inner {
            started: Instant::now(),
            stop,
            database: OnceLock::new(),
            writes: OnceLock::new(),
            census: OnceLock::new(),
            has_redis: settings.redis.is_some(),
            redis: OnceLock::new(),
            invalidations: OnceLock::new(),
            telegram: OnceLock::new(),
            clock: OnceLock::new(),
            parts: Mutex::default(),
            dropped_log_lines: OnceLock::new(),
            log_level: OnceLock::new(),
            since: Since::default(),
            steps: OnceLock::new(),
            migrated: AtomicBool::new(false),
            identified: AtomicBool::new(false),
            last_update: AtomicU64::new(NEVER),
        }))
    }

    /// From now on counts the lines that this log drops, and changes its level when asked to.
    pub(crate) fn watch_logs(&self, logs: &Logs) {
        let _ = self.0.dropped_log_lines.set(logs.dropped_lines());
        let _ = self.0.log_level.set(logs.level());
    }

    /// The level of the log; `None`: this process logs elsewhere.
    pub(super) fn log_level(&self) -> Option<&LogLevel> {
        self.0.log_level.get()
    }

    /// Those who watch from now on are told of each statement and each call.
    pub(crate) fn watch_steps(&self, observer: Option<&StepObserver>) {
        if let Some(observer) = observer {
            let _ = self.0.steps.set(observer.clone());
        }
    }

    /// How many lines of the log nobody could read.
    pub(super) fn dropped_log_lines(&self) -> u64 {
        self.0.dropped_log_lines.get().map_or(0, |dropped| dropped.dropped_lines() as u64)
    }

    /// From now on asks this database whether it is there, and times its statements.
    pub fn watch_database(&self, database: &Database) {
        let asked = database.clone();
        let ping: Ping = Arc::new(move || ping_past_broken_connections(asked.clone()).boxed());
        // The first to be watched stays.
        let _ = self.0.database.set(Probe::new(ping));
        let steps = self.0.steps.get().cloned();
        database.on_statement(move |statement| {
            let (name, elapsed) = (statement.name(), statement.elapsed);
            if let Some(observer) = &steps {
                let (has_failed, outcome) = (statement.failed, if statement.failed { "failed" } else { "ok" });
                observer(&UpdateStep { kind: StepKind::Statement, name: &name, outcome, has_failed, elapsed });
            }
            catalogue::record_query(name, elapsed);
        });
    }

    /// The schema is up to date, so that its rows can be counted and written.
    pub fn migrated(&self, database: &Database) {
        let written = database.clone();
        let write = move || {
            let written = written.clone();
            async move { written.probe_write().await }.boxed()
        };
        let _ = self.0.writes.set(WriteProbe::new(write));
        let _ = self.0.census.set(CensusGauges::new(Arc::new(SqlCensus::new(database.clone()))));
        self.0.migrated.store(true, Ordering::Relaxed);
    }

    /// From now on asks Redis whether it is there.
    pub fn watch_redis(&self, ping: Ping) {
        let _ = self.0.redis.set(Probe::new(ping));
    }

    /// From now on reports whether what other instances publish is received.
    pub(crate) fn watch_invalidations(&self, invalidations: &Invalidations) {
        let _ = self.0.invalidations.set(invalidations.clone());
    }

    /// From now on reports whether the calls of this client are answered.
    pub fn watch_telegram(&self, client: &ApiClient) {
        let _ = self.0.telegram.set(client.clone());
        if let Some(observer) = self.0.steps.get().cloned() {
            client.on_call(move |call| {
                let (name, outcome, has_failed, elapsed) = (call.method, call.outcome, call.has_failed(), call.elapsed);
                observer(&UpdateStep { kind: StepKind::Call, name, outcome, has_failed, elapsed });
            });
        }
    }

    /// From now on reports how far this clock is from Telegram's.
    pub(crate) fn watch_clock(&self, clock: &CheckedClock) {
        let _ = self.0.clock.set(clock.clone());
    }

    /// From now on reports which of these parts have stopped.
    pub(crate) fn watch_parts(&self, parts: Liveness) {
        *self.parts() = parts;
    }

    /// The parts of the program that have stopped and should not have.
    pub(super) fn stopped_parts(&self) -> Vec<&'static str> {
        self.parts().stopped()
    }

    fn parts(&self) -> MutexGuard<'_, Liveness> {
        // It is replaced in a single step.
        self.0.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since when a part has been seen like this, it being so now.
    pub(super) fn since(&self, part: &'static str, status: PartStatus) -> Timestamp {
        self.0.since.note(part, status, SystemClock.now())
    }

    /// How far the machine's clock is from Telegram's; `None` while that is not known.
    pub(super) fn clock_error(&self) -> Option<ClockError> {
        self.0.clock.get().and_then(CheckedClock::error)
    }

    /// Telegram has said who the bot is.
    pub fn identified(&self) {
        self.0.identified.store(true, Ordering::Relaxed);
    }

    /// Notes that updates came in just now.
    pub(super) fn record_update(&self) {
        let at = u64::try_from(self.uptime().as_millis()).unwrap_or(NEVER - 1);
        self.0.last_update.store(at, Ordering::Relaxed);
    }

    pub(super) fn uptime(&self) -> Duration {
        self.0.started.elapsed()
    }

    pub(super) fn since_last_update(&self) -> Option<Duration> {
        match self.0.last_update.load(Ordering::Relaxed) {
            NEVER => None,
            at => Some(self.uptime().saturating_sub(Duration::from_millis(at))),
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.0.stop.is_cancelled()
    }

    pub(super) fn is_migrated(&self) -> bool {
        self.0.migrated.load(Ordering::Relaxed)
    }

    pub(super) fn is_identified(&self) -> bool {
        self.0.identified.load(Ordering::Relaxed)
    }

    /// A database that is not connected yet does not answer.
    pub(super) async fn ask_database(&self) -> Answer {
        match self.0.database.get() {
            Some(probe) => probe.ask().await,
            None => None,
        }
    }

    /// Whether the database takes writes; `None`: nobody knows, since it is not migrated yet, or is being closed and was
    /// not asked before.
    pub(super) async fn ask_for_a_write(&self) -> Option<bool> {
        let probe = self.0.writes.get()?;
        if self.is_stopping() { probe.last_answer() } else { Some(probe.ask().await) }
    }

    /// Whether `REDIS_URL` is set.
    pub(super) fn has_redis(&self) -> bool {
        self.0.has_redis
    }

    /// `None`: no Redis is configured.
    pub(super) async fn ask_redis(&self) -> Option<Answer> {
        match self.0.redis.get() {
            Some(probe) => Some(probe.ask().await),
            // It is asked only once the start has come so far.
            None => self.has_redis().then_some(None),
        }
    }

    /// Whether what other instances publish is received; `None` where there can be no others.
    pub(super) fn receives_invalidations(&self) -> Option<bool> {
        self.0.invalidations.get().map(Invalidations::is_up)
    }

    pub(super) fn telegram(&self) -> Reachability {
        self.0.telegram.get().map_or(Reachability::Unknown, ApiClient::reachability)
    }

    pub(super) async fn refresh_census(&self) {
        if let Some(census) = self.0.census.get() {
            census.refresh().await;
        }
    }
}

async fn ping_past_broken_connections(database: Database) -> bool {
    for _ in 0..TRIES_PER_PING {
        if database.ping().await.is_ok() {
            return true;
        }
    }
    false
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status").field("started", &self.0.started).finish_non_exhaustive()
    }
}
