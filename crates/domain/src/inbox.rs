//! Updates that were confirmed to Telegram and are not yet carried out, and when a failed one is attempted again.

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
    /// The lane in whose order it is carried out.
    pub lane: Lane,
    /// When this program received it.
    pub received_at: Timestamp,
}

/// Where an update stands in its lane: the first that is stored in an empty lane is 1, and each later one follows the one
/// before it. So whoever holds a lane, and knows its last position, knows whether another instance has stored more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub i64);

impl Position {
    /// That of the first update in a lane that was empty.
    pub const FIRST: Self = Self(1);

    /// The next one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// What became of an update that was to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its number.
    pub id: UpdateId,
    /// Where it stands in its lane.
    pub position: Position,
    /// Whether the lane is leased to whoever stored it.
    pub leased: bool,
}

/// A stored update whose lane this process has leased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxUpdate {
    /// The update.
    pub update: RawUpdate,
    /// The lane in whose order it is carried out.
    pub lane: Lane,
    /// Where it stands in its lane.
    pub position: Position,
    /// When this program received it.
    pub received_at: Timestamp,
    /// How many attempts have failed because of the update itself.
    pub attempts: u32,
}

/// How much is claimed at once, whichever limit is reached first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimLimit {
    /// How many lanes.
    pub lanes: u32,
    /// How many updates of each, the oldest.
    pub updates_per_lane: u32,
    /// How many updates of all.
    pub updates: u32,
    /// How many bytes of JSON: no other update is claimed once there are as many.
    pub bytes: u64,
}

/// What is carried out of a lane, and whether the lane is done with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoneUpdates {
    /// Updates that have been carried out.
    pub ids: Vec<UpdateId>,
    /// Lanes in which nothing is left up to this position, its last as far as their holder knows.
    pub drained: Vec<(Lane, Position)>,
}

/// For how long a dead letter is kept.
pub const DEAD_LETTER_RETENTION: Duration = Duration::from_hours(7 * 24);

/// How many stored updates there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// Updates that wait or are leased.
    pub pending: u64,
    /// Dead letters: updates whose every attempt failed.
    pub dead_letters: u64,
}

/// Why an attempt at an update failed, as far as its next attempt depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptFailure {
    /// Telegram makes it wait (429).
    FloodWait(Duration),
    /// Telegram gives no usable answer.
    TelegramAway,
    /// The database is away.
    StoreAway,
    /// Anything else: the update itself is the reason.
    Fault,
}

/// When an update is attempted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAttempt {
    /// At `not_before` at the earliest, by when `attempts` attempts have failed because of the update itself.
    At {
        /// The earliest moment.
        not_before: Timestamp,
        /// How many attempts have failed because of the update itself.
        attempts: u32,
    },
    /// Never: it becomes a dead letter.
    Never,
}

/// How long after an attempt that the database cut short the next one follows: while the database is away nothing can be
/// claimed either, so that no further attempt asks it in vain.
const WAIT_FOR_STORE: Duration = Duration::from_secs(1);

/// The bounds of the wait for Telegram: the longer it has been away, the less often it is asked, and never so seldom that
/// its return goes unnoticed.
const WAIT_FOR_TELEGRAM: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(15));

/// When an update that was received at `received_at` is attempted again after its attempt failed at `now`, and `attempts`
/// before. Only a failure of its own counts against it.
#[must_use]
pub fn next_attempt(received_at: Timestamp, attempts: u32, failure: AttemptFailure, now: Timestamp) -> NextAttempt {
    let unchanged = |wait| NextAttempt::At { not_before: now.after(wait), attempts };
    match failure {
        AttemptFailure::FloodWait(wait) => unchanged(wait),
        AttemptFailure::StoreAway => unchanged(WAIT_FOR_STORE),
        AttemptFailure::TelegramAway => {
            let (shortest, longest) = WAIT_FOR_TELEGRAM;
            unchanged((now.since(received_at) / 2).clamp(shortest, longest))
        }
        AttemptFailure::Fault => {
            let attempts = attempts + 1;
            retry_after(attempts)
                .map_or(NextAttempt::Never, |wait| NextAttempt::At { not_before: now.after(wait), attempts })
        }
    }
}

/// How long an update waits after its `failed`-th failed attempt; `None`: it becomes a dead letter.
///
/// Five attempts more, 1, 2, 4, 8 and 16 s apart: enough for a passing fault, and no update occupies its lane for much
/// longer than half a minute because of a fault of its own.
fn retry_after(failed: u32) -> Option<Duration> {
    match failed {
        0 => Some(Duration::ZERO),
        1..=5 => Some(Duration::from_secs(1 << (failed - 1))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);

    fn next(received_at: Timestamp, attempts: u32, failure: AttemptFailure) -> NextAttempt {
        next_attempt(received_at, attempts, failure, NOW)
    }

    fn after(seconds: u64, attempts: u32) -> NextAttempt {
        NextAttempt::At { not_before: NOW.after(Duration::from_secs(seconds)), attempts }
    }

    #[test]
    fn five_more_attempts_and_then_a_dead_letter() {
        let waits: Vec<_> = (0..=5).map(|failed| next(NOW, failed, AttemptFailure::Fault)).collect();
        let expected = [after(1, 1), after(2, 2), after(4, 3), after(8, 4), after(16, 5), NextAttempt::Never];
        assert_eq!(waits, expected);
    }

    #[test]
    fn a_flood_wait_and_an_absent_database_cost_no_attempt() {
        assert_eq!(next(NOW, 3, AttemptFailure::FloodWait(Duration::from_secs(30))), after(30, 3));
        assert_eq!(next(NOW, 3, AttemptFailure::StoreAway), after(1, 3));
    }

    #[test]
    fn the_longer_telegram_is_away_the_less_often_it_is_asked() {
        let received = |seconds: i64| Timestamp::from_secs(1_000_000 - seconds);
        let waits = [0, 1, 8, 30, 3_600].map(|ago| next(received(ago), 0, AttemptFailure::TelegramAway));
        assert_eq!(waits, [after(1, 0), after(1, 0), after(4, 0), after(15, 0), after(15, 0)]);
    }
}
