//! What came back, and how fast.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use crate::float::float;

/// What came back on a load.
#[derive(Clone, Debug)]
pub struct Answers {
    /// From when an update was to be sent to its `200`, in microseconds.
    pub latency: Histogram<u64>,
    /// How often an update was refused with a status by which Telegram sends it again; it was.
    pub refused: u64,
    /// The number of the update whose place is 0; the others follow.
    pub first_number: i64,
    /// When the first update was sent.
    pub began: Instant,
    /// When the last one was accepted.
    pub ended: Instant,
}

impl Answers {
    pub(super) fn of(first_number: i64, began: Instant) -> Self {
        Self { latency: empty(), refused: 0, first_number, began, ended: began }
    }

    pub(super) fn add(&mut self, latency: Duration) {
        // What takes longer than the histogram reaches counts as its longest.
        self.latency.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.latency += &other.latency;
        self.refused += other.refused;
        self.ended = self.ended.max(other.ended);
    }

    /// How many were accepted.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.latency.len()
    }

    /// From the first to the last.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.ended - self.began
    }

    /// How many were accepted in a second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        float(self.accepted()) / self.took().as_secs_f64()
    }
}

/// A histogram of microseconds up to ten minutes, exact to three digits.
#[must_use]
pub fn empty() -> Histogram<u64> {
    // These bounds are right, and wrong ones are all that can fail; the other is without an upper bound.
    Histogram::new_with_bounds(1, 600_000_000, 3).unwrap_or_else(|_| unbounded())
}

fn unbounded() -> Histogram<u64> {
    #[expect(clippy::expect_used, reason = "three digits are a number of digits")]
    Histogram::new(3).expect("three digits can be kept")
}
