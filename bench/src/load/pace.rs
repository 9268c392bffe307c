//! How much is sent, and when.

use std::{
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How much is sent, and how fast.
#[derive(Clone, Copy, Debug)]
pub enum Load {
    /// So many updates, each connection sending its next when the one before was accepted.
    Closed(u64),
    /// The same for so long.
    ClosedFor(Duration),
    /// So many updates at this rate a second, whatever becomes of those before. A latency counts from when the update was
    /// to be sent, also if no connection was free then.
    Open {
        /// How many in all.
        count: u64,
        /// How many a second.
        per_second: u32,
    },
}

impl Load {
    /// How many numbers are kept for its updates.
    pub(super) const fn numbers(self) -> i64 {
        match self {
            Self::Closed(count) | Self::Open { count, .. } => count.cast_signed(),
            // More than any machine sends in the time of a profile.
            Self::ClosedFor(_) => 20_000_000,
        }
    }
}

/// When the update of this place is due in a load of so many a second.
#[must_use]
pub fn due(begun: Instant, place: u64, per_second: u32) -> Instant {
    begun + Duration::from_nanos(place * 1_000_000_000 / u64::from(per_second))
}

/// Tells which update is due when, on time: a thread can sleep for microseconds, a timer of tokio only for milliseconds.
pub(super) fn pace(
    begun: Instant,
    count: u64,
    per_second: u32,
    tell: &mpsc::UnboundedSender<(u64, Instant)>,
    stop: &CancellationToken,
) {
    for place in 0..count {
        let due = due(begun, place, per_second);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if stop.is_cancelled() || tell.send((place, due)).is_err() {
            return;
        }
    }
}
