//! At most so many in any stretch of time.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// Allows `limit` grants in any `length` of time.
///
/// It keeps the moments of the grants. A bucket that refills steadily would allow a burst and the refill on top of it:
/// twice the limit in one stretch.
#[derive(Debug)]
pub(super) struct SlidingWindow {
    limit: usize,
    length: Duration,
    grants: VecDeque<Instant>,
}

impl SlidingWindow {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self { limit: limit.max(1), length, grants: VecDeque::new() }
    }

    /// When the next grant is possible: `now`, or the moment when the oldest one leaves the window.
    pub(super) fn free_at(&mut self, now: Instant) -> Instant {
        self.drop_expired(now);
        match self.grants.front() {
            Some(oldest) if self.grants.len() >= self.limit => *oldest + self.length,
            _ => now,
        }
    }

    pub(super) fn record(&mut self, now: Instant) {
        self.grants.push_back(now);
    }

    /// Removes a grant that was not used.
    pub(super) fn remove(&mut self, granted: Instant) {
        if let Some(position) = self.grants.iter().rposition(|moment| *moment == granted) {
            self.grants.remove(position);
        }
    }

    pub(super) fn is_empty(&mut self, now: Instant) -> bool {
        self.drop_expired(now);
        self.grants.is_empty()
    }

    fn drop_expired(&mut self, now: Instant) {
        while self.grants.front().is_some_and(|oldest| now.saturating_duration_since(*oldest) >= self.length) {
            self.grants.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stretch_of_time_holds_more_than_the_limit() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut window = SlidingWindow::new(2, Duration::from_mins(1));
        window.record(at(0));
        window.record(at(50));
        assert_eq!(window.free_at(at(55)), at(60));
        window.record(at(60));
        assert_eq!(window.free_at(at(60)), at(110), "the one at 50 s still counts");
    }

    #[test]
    fn a_grant_that_is_removed_makes_room() {
        let now = Instant::now();
        let mut window = SlidingWindow::new(1, Duration::from_secs(1));
        window.record(now);
        window.remove(now);
        assert_eq!(window.free_at(now), now);
        assert!(window.is_empty(now));
    }
}
