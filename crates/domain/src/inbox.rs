//! Updates that were confirmed to Telegram and are not yet carried out, and when a failed one is tried again.

use std::time::Duration;

use crate::{Timestamp, UpdateId, event::Lane};

/// An update as Telegram sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawUpdate {
    /// Its number.
    pub id: UpdateId,
    /// Its JSON, untouched.
    pub json: String,
}

/// An update to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInboxUpdate {
    /// The update.
    pub update: RawUpdate,
    /// Whose order it belongs in.
    pub lane: Lane,
    /// When it came.
    pub received_at: Timestamp,
}

/// A stored update that this process holds for carrying out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxUpdate {
    /// The update.
    pub update: RawUpdate,
    /// Whose order it belongs in.
    pub lane: Lane,
    /// When it came.
    pub received_at: Timestamp,
    /// How many tries have failed for a reason of its own.
    pub attempts: u32,
}

/// The name under which a process leases work; its successor takes the same, and so what it left behind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Holder(pub String);

/// For how long a lease stands unless it is renewed.
pub const LEASE: Duration = Duration::from_secs(30);

/// For how long a dead update is kept.
pub const DEAD_FOR: Duration = Duration::from_hours(7 * 24);

/// How many stored updates there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// Waiting or in hand.
    pub pending: u64,
    /// Put aside: they failed every try.
    pub dead: u64,
}

/// How long an update waits after its `failed`-th failed try; `None`: it is dead.
///
/// Five tries more, 1, 2, 4, 8 and 16 s apart: enough for a passing fault, and no update occupies its lane for much
/// longer than half a minute because of a fault of its own.
#[must_use]
pub fn retry_after(failed: u32) -> Option<Duration> {
    match failed {
        0 => Some(Duration::ZERO),
        1..=5 => Some(Duration::from_secs(1 << (failed - 1))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_more_tries_and_then_dead() {
        let waits: Vec<_> = (1..=6).map(|failed| retry_after(failed).map(|wait| wait.as_secs())).collect();
        assert_eq!(waits, [Some(1), Some(2), Some(4), Some(8), Some(16), None]);
    }
}
