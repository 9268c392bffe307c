//! When the inbox is looked at for leases that have run out.

use std::time::Duration;

use portcullis_domain::lease::LEASE;
use tokio::time::Instant;

/// By how much later than a lease runs out it is looked for: other processes' clocks may be behind.
const MARGIN: Duration = Duration::from_secs(1);

/// The looks for leases that have run out: at the start, once those have that were another's by then, and at an interval.
#[derive(Debug, Default)]
pub(super) struct ExpiredLooks {
    last: Option<Instant>,
    /// When leases have run out of which nobody here knows: those of a process that has died, or of claims whose answers
    /// were lost.
    unknown_run_out: Option<Instant>,
    /// When the last of them has.
    last_unknown_run_out: Option<Instant>,
}

impl ExpiredLooks {
    /// How long there is until the next look, by this interval; zero: it is due.
    pub(super) fn until_next(&self, now: Instant, interval: Duration) -> Duration {
        let Some(last) = self.last else { return Duration::ZERO };
        let next = self.unknown_run_out.into_iter().fold(last + interval, Instant::min);
        next.saturating_duration_since(now)
    }

    /// Notes that it was looked, and nothing was left.
    pub(super) fn looked(&mut self, now: Instant) {
        if self.last.is_none() {
            self.expect_unknown_leases(now);
        }
        self.last = Some(now);
        self.last_unknown_run_out = self.last_unknown_run_out.filter(|run_out| *run_out > now);
        self.unknown_run_out = self.unknown_run_out.filter(|run_out| *run_out > now).or(self.last_unknown_run_out);
    }

    /// Notes that by now there may be leases of which nobody here knows.
    pub(super) fn expect_unknown_leases(&mut self, now: Instant) {
        let run_out = now + LEASE + MARGIN;
        self.unknown_run_out.get_or_insert(run_out);
        self.last_unknown_run_out = Some(run_out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn it_is_looked_at_the_start_and_once_leases_of_before_have_run_out_and_then_at_the_interval() {
        let (mut looks, start) = (ExpiredLooks::default(), Instant::now());
        assert_eq!(looks.until_next(start, MINUTE), Duration::ZERO);
        looks.looked(start);
        assert_eq!(looks.until_next(start, MINUTE), LEASE + MARGIN);
        assert_eq!(looks.until_next(start, Duration::from_secs(10)), Duration::from_secs(10));
        looks.looked(start + LEASE + MARGIN);
        assert_eq!(looks.until_next(start + LEASE + MARGIN, MINUTE), MINUTE);
    }

    #[test]
    fn after_claims_whose_answers_were_lost_it_is_looked_once_the_first_lease_has_run_out_and_once_the_last_has() {
        let start = Instant::now();
        let mut looks = ExpiredLooks { last: Some(start), ..ExpiredLooks::default() };
        for seconds in [0, 10, 20] {
            looks.expect_unknown_leases(start + Duration::from_secs(seconds));
        }
        assert_eq!(looks.until_next(start, MINUTE), LEASE + MARGIN);
        let first = start + LEASE + MARGIN;
        // A look that comes sooner, by the interval, changes nothing.
        looks.looked(first - Duration::from_secs(1));
        assert_eq!(looks.until_next(first, MINUTE), Duration::ZERO);
        looks.looked(first);
        assert_eq!(looks.until_next(first, MINUTE), Duration::from_secs(20));
        let last = first + Duration::from_secs(20);
        looks.looked(last);
        assert_eq!(looks.until_next(last, MINUTE), MINUTE);
    }
}
