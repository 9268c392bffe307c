//! What the gate counts, each counter looked up once: the warm path must not search a registry.

use std::time::Duration;

use metrics::{Counter, Histogram, counter, histogram};
use portcullis_domain::{
    gate::{Allowed, Decision},
    restriction::LiftReason,
};

/// The gate's counters.
pub(crate) struct Meters {
    allowed: Counter,
    restricted: Counter,
    unknown: Counter,
    latency: Histogram,
}

impl Meters {
    pub(crate) fn new() -> Self {
        Self {
            allowed: counter!("bot_verifications_total", "result" => "allowed"),
            restricted: counter!("bot_verifications_total", "result" => "restricted"),
            unknown: counter!("bot_verifications_total", "result" => "unknown"),
            latency: histogram!("bot_verification_latency_seconds"),
        }
    }

    /// Counts one decision about a person; whoever was not gated at all was not verified either.
    pub(crate) fn decided(&self, decision: &Decision) {
        match decision {
            Decision::Allow(Allowed::Met) => self.allowed.increment(1),
            Decision::Allow(Allowed::Unknown) => self.unknown.increment(1),
            Decision::Restrict { .. } => self.restricted.increment(1),
            Decision::Allow(Allowed::NotProtected | Allowed::Exempt(_)) => {}
        }
    }

    /// Counts how long a decision took, facts included.
    pub(crate) fn took(&self, duration: Duration) {
        self.latency.record(duration);
    }
}

/// Counts the end of a restriction.
pub(crate) fn lifted(reason: LiftReason) {
    let reason = match reason {
        LiftReason::JoinedChannel => "joined_channel",
        LiftReason::Pressed => "pressed",
        LiftReason::Unprotected => "unprotected",
        LiftReason::PolicyEased => "policy_eased",
        LiftReason::Exempted => "exempted",
        LiftReason::AdministratorActed => "administrator_acted",
        LiftReason::Expired => "expired",
        LiftReason::NotMuted => "not_muted",
    };
    counter!("bot_restrictions_lifted_total", "reason" => reason).increment(1);
}
