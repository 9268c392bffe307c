//! What the gate counts, each counter looked up once: the warm path must not search a registry.

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use portcullis_domain::{
    gate::{Allowed, Decision},
    restriction::LiftReason,
};

use crate::Setback;

/// The kinds of updates that are counted each for itself: what [`Event::kind`](portcullis_domain::event::Event::kind)
/// gives.
const UPDATE_KINDS: [&str; 6] =
    ["message", "edited_message", "chat_member", "my_chat_member", "callback_query", "other"];

/// What went wrong, in the words of the metric `bot_errors_total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    const ALL: [Self; 5] = [Self::NotStored, Self::TelegramAway, Self::DatabaseAway, Self::Fault, Self::DeadLetter];

    /// What a try that ended like this stands for; `None` if it only has to wait.
    pub(crate) const fn of(setback: &Setback) -> Option<Self> {
        match setback {
            Setback::FloodWait(_) | Setback::Migrated(_) => None,
            Setback::TelegramAway(_) => Some(Self::TelegramAway),
            Setback::StoreAway(_) => Some(Self::DatabaseAway),
            Setback::Fault(_) => Some(Self::Fault),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::NotStored => "not_stored",
            Self::TelegramAway => "telegram_away",
            Self::DatabaseAway => "database_away",
            Self::Fault => "fault",
            Self::DeadLetter => "dead_update",
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
    updates: [(&'static str, Counter); UPDATE_KINDS.len()],
    undecodable: Counter,
    in_flight: Gauge,
    allowed: Counter,
    restricted: Counter,
    unknown: Counter,
    latency: Histogram,
    lifted: [(LiftReason, Counter); LiftReason::ALL.len()],
    tripped_brakes: Counter,
    errors: [(ErrorKind, Counter); ErrorKind::ALL.len()],
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            updates: UPDATE_KINDS.map(|kind| (kind, counter!("bot_updates_total", "kind" => kind))),
            undecodable: counter!("bot_updates_undecodable_total"),
            in_flight: gauge!("bot_updates_in_flight"),
            allowed: counter!("bot_verifications_total", "result" => "allowed"),
            restricted: counter!("bot_verifications_total", "result" => "restricted"),
            unknown: counter!("bot_verifications_total", "result" => "unknown"),
            latency: histogram!("bot_verification_latency_seconds"),
            lifted: LiftReason::ALL
                .map(|reason| (reason, counter!("bot_restrictions_lifted_total", "reason" => reason.word()))),
            tripped_brakes: counter!("bot_brakes_tripped_total"),
            errors: ErrorKind::ALL.map(|kind| (kind, counter!("bot_errors_total", "kind" => kind.name()))),
        }
    }

    /// Counts an update that came in; one of a kind that has no counter counts as `other`.
    pub(crate) fn count_update(&self, kind: &str) {
        let [.., (_, other)] = &self.updates;
        self.updates.iter().find(|(known, _)| *known == kind).map_or(other, |(_, counter)| counter).increment(1);
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
        if let Some((_, counter)) = self.lifted.iter().find(|(known, _)| *known == reason) {
            counter.increment(count);
        }
    }

    /// Counts something that went wrong.
    pub(crate) fn count_error(&self, error: ErrorKind) {
        if let Some((_, counter)) = self.errors.iter().find(|(known, _)| *known == error) {
            counter.increment(1);
        }
    }
}

/// A stored update that is being carried out; also one that is cut short is so no more.
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
