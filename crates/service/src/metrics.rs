//! What the gate counts, each counter looked up once: the warm path must not search a registry.

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use portcullis_domain::{
    gate::{Allowed, Decision},
    restriction::LiftReason,
    update_kind::UpdateKind,
};

use crate::Setback;

/// What went wrong, in the words of the metric `bot_errors_total`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ErrorKind {
    /// Updates could not be stored, so that they were not confirmed either.
    NotStored,
    /// Telegram gave no usable answer, and an update waits for it.
    TelegramAway,
    /// The database gave no answer, and an update waits for it.
    DatabaseAway,
    /// A try of an update failed for a reason of its own.
    Fault,
    /// An update was dead-lettered after its last try.
    DeadLetter,
}

impl ErrorKind {
    /// What a try that ended like this stands for; `None` if it only has to wait.
    pub(crate) const fn of(setback: &Setback) -> Option<Self> {
        match setback {
            Setback::FloodWait(_) | Setback::Migrated(_) => None,
            Setback::TelegramAway(_) => Some(Self::TelegramAway),
            Setback::StoreAway(_) => Some(Self::DatabaseAway),
            Setback::Fault(_) => Some(Self::Fault),
        }
    }
}

/// Makes the gate's metrics present, so that what has not happened yet is told as zero: for the start of a program,
/// after it has installed a recorder.
pub fn register_metrics() {
    drop(Metrics::new());
}

/// The gate's counters.
pub(crate) struct Metrics {
    updates: [Counter; UpdateKind::ALL.len()],
    undecodable: Counter,
    in_flight: Gauge,
    allowed: Counter,
    restricted: Counter,
    unknown: Counter,
    latency: Histogram,
    lifted: [Counter; LiftReason::ALL.len()],
    tripped_brakes: Counter,
    not_stored: Counter,
    telegram_away: Counter,
    database_away: Counter,
    faults: Counter,
    dead_letters: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            updates: UpdateKind::ALL.map(|kind| counter!("bot_updates_total", "kind" => kind.word())),
            undecodable: counter!("bot_updates_undecodable_total"),
            in_flight: gauge!("bot_updates_in_flight"),
            allowed: counter!("bot_verifications_total", "result" => "allowed"),
            restricted: counter!("bot_verifications_total", "result" => "restricted"),
            unknown: counter!("bot_verifications_total", "result" => "unknown"),
            latency: histogram!("bot_verification_latency_seconds"),
            lifted: LiftReason::ALL.map(|reason| counter!("bot_restrictions_lifted_total", "reason" => reason.word())),
            tripped_brakes: counter!("bot_brakes_tripped_total"),
            not_stored: counter!("bot_errors_total", "kind" => "not_stored"),
            telegram_away: counter!("bot_errors_total", "kind" => "telegram_away"),
            database_away: counter!("bot_errors_total", "kind" => "database_away"),
            faults: counter!("bot_errors_total", "kind" => "fault"),
            dead_letters: counter!("bot_errors_total", "kind" => "dead_update"),
        }
    }

    /// Counts an update that came in.
    pub(crate) fn count_update(&self, kind: UpdateKind) {
        // The counters stand in the order of the kinds.
        if let Some(counter) = self.updates.get(kind as usize) {
            counter.increment(1);
        }
    }

    /// Counts a brake that has tripped.
    pub(crate) fn count_tripped_brake(&self) {
        self.tripped_brakes.increment(1);
    }

    /// Counts an update that could not be read.
    pub(crate) fn count_undecodable(&self) {
        self.undecodable.increment(1);
    }

    /// Counts a stored update as in flight until what this returns is dropped.
    pub(crate) fn track_in_flight(&self) -> InFlight {
        self.in_flight.increment(1.0);
        InFlight(self.in_flight.clone())
    }

    /// Counts one decision about a person; whoever was not gated at all was not verified either.
    pub(crate) fn count_decision(&self, decision: &Decision) {
        match decision {
            Decision::Allow(allowed) => self.count_allowed(*allowed),
            Decision::Restrict { .. } => self.count_restricted(),
        }
    }

    /// Counts one decision that restricts a person, whatever is done about them.
    pub(crate) fn count_restricted(&self) {
        self.restricted.increment(1);
    }

    /// Counts one decision that let a person speak.
    pub(crate) fn count_allowed(&self, allowed: Allowed) {
        match allowed {
            Allowed::Met => self.allowed.increment(1),
            Allowed::Unknown => self.unknown.increment(1),
            Allowed::NotProtected | Allowed::Braked | Allowed::Exempt(_) => {}
        }
    }

    /// Counts how long a decision took, facts included.
    pub(crate) fn record_latency(&self, duration: Duration) {
        self.latency.record(duration);
    }

    /// Counts the end of a restriction.
    pub(crate) fn count_lift(&self, reason: LiftReason) {
        self.count_lifts(reason, 1);
    }

    /// Counts the end of so many restrictions.
    pub(crate) fn count_lifts(&self, reason: LiftReason, count: u64) {
        // The counters stand in the order of the reasons.
        if let Some(counter) = self.lifted.get(reason as usize) {
            counter.increment(count);
        }
    }

    /// Counts something that went wrong.
    pub(crate) fn count_error(&self, error: ErrorKind) {
        let counter = match error {
            ErrorKind::NotStored => &self.not_stored,
            ErrorKind::TelegramAway => &self.telegram_away,
            ErrorKind::DatabaseAway => &self.database_away,
            ErrorKind::Fault => &self.faults,
            ErrorKind::DeadLetter => &self.dead_letters,
        };
        counter.increment(1);
    }
}

/// A stored update that is being carried out; also one that is cut short is so no more.
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
