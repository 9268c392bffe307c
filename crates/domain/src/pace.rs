//! How fast calls may be made that nobody waits for: nobody publishes what Telegram allows, so that it is found out.

use std::time::Duration;

/// Calls a second at the beginning, when nothing is known yet.
const FIRST: u32 = 5;

/// Calls a second at the least: so slow that something still gets done.
const LEAST: u32 = 1;

/// Calls a second at the most: Telegram's server refuses a bot that has hundreds under way.
/// <https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp>
const MOST: u32 = 300;

/// How fast calls of one method may be made that nobody waits for.
///
/// It rises while Telegram takes all of them, quickly until the first 429 (by a quarter a second) and then by one call a
/// second; each 429 halves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    per_second: u32,
    has_met_limit: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { per_second: FIRST, has_met_limit: false }
    }
}

impl Pace {
    /// A pace as it was stored.
    #[must_use]
    pub fn new(per_second: u32, has_met_limit: bool) -> Self {
        Self { per_second: per_second.clamp(LEAST, MOST), has_met_limit }
    }

    /// Calls a second, one at least.
    #[must_use]
    pub const fn per_second(self) -> u32 {
        self.per_second
    }

    /// Whether Telegram has refused a call for its rate.
    #[must_use]
    pub const fn has_met_limit(self) -> bool {
        self.has_met_limit
    }

    /// The time between two calls.
    #[must_use]
    pub fn interval(self) -> Duration {
        Duration::from_secs(1) / self.per_second
    }

    /// The pace after a second in which calls were made and none was refused.
    #[must_use]
    pub fn after_clean_second(self) -> Self {
        let step = if self.has_met_limit { 1 } else { (self.per_second / 4).max(1) };
        Self::new(self.per_second + step, self.has_met_limit)
    }

    /// The pace after Telegram has refused a call for its rate (429).
    #[must_use]
    pub fn after_flood_wait(self) -> Self {
        Self::new(self.per_second / 2, true)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn per_second(paces: impl Iterator<Item = Pace>) -> Vec<u32> {
        paces.map(Pace::per_second).collect()
    }

    #[test]
    fn it_starts_carefully_and_rises_faster_and_faster_until_the_first_refusal() {
        let rising = std::iter::successors(Some(Pace::default()), |pace| Some(pace.after_clean_second()));
        assert_eq!(per_second(rising.take(8)), [5, 6, 7, 8, 10, 12, 15, 18]);
    }

    #[test]
    fn a_refusal_halves_it_and_then_it_rises_by_one_a_second() {
        let halved = Pace::new(81, false).after_flood_wait();
        let recovering = std::iter::successors(Some(halved), |pace| Some(pace.after_clean_second()));
        assert_eq!(per_second(recovering.take(4)), [40, 41, 42, 43]);
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds_whatever_was_stored_and_whatever_happens(
            stored: u32, met: bool, refusals in prop::collection::vec(any::<bool>(), 0..200),
        ) {
            let mut pace = Pace::new(stored, met);
            for refused in refusals {
                pace = if refused { pace.after_flood_wait() } else { pace.after_clean_second() };
                prop_assert!((LEAST..=MOST).contains(&pace.per_second()));
                prop_assert!(pace.interval() <= Duration::from_secs(1));
            }
        }
    }
}
