//! Of an error that comes over and over, a few reports: a database that is away fails a thousand updates alike.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many reports of one kind leave in a [`PERIOD`].
pub(super) const REPORTS_PER_PERIOD: u32 = 10;

/// For how long they are counted.
const PERIOD: Duration = Duration::from_mins(1);

/// Decides which reports leave, each kind for itself: `K` tells them apart.
#[derive(Debug)]
pub(super) struct Thinning<K>(Mutex<HashMap<K, Counts>>);

#[derive(Debug)]
struct Counts {
    since: Instant,
    sent: u32,
    left_out: u64,
}

impl<K: Eq + Hash> Thinning<K> {
    /// Nothing has been reported yet.
    pub(super) fn new() -> Self {
        Self(Mutex::default())
    }

    /// Whether a report of this kind leaves at `now`, and if so how many were left out since the one before.
    pub(super) fn admit(&self, kind: K, now: Instant) -> Option<u64> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = kinds.entry(kind).or_insert(Counts { since: now, sent: 0, left_out: 0 });
        if now.duration_since(counts.since) >= PERIOD {
            (counts.since, counts.sent) = (now, 0);
        }
        if counts.sent == REPORTS_PER_PERIOD {
            counts.left_out += 1;
            return None;
        }
        counts.sent += 1;
        Some(std::mem::take(&mut counts.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_of_a_kind_leave_in_a_period_and_the_next_tells_of_the_rest() {
        let (thinning, [one, another], start) = (Thinning::new(), ["one", "another"], Instant::now());
        for _ in 0..REPORTS_PER_PERIOD {
            assert_eq!(thinning.admit(one, start), Some(0));
        }
        for _ in 0..3 {
            assert_eq!(thinning.admit(one, start), None);
        }
        assert_eq!(thinning.admit(another, start), Some(0));
        assert_eq!(thinning.admit(one, start + PERIOD), Some(3));
        assert_eq!(thinning.admit(one, start + PERIOD), Some(0));
    }
}
