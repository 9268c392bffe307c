//! How fast calls may be made that nobody waits for: nobody publishes what Telegram allows, so that it is found out.

use std::time::Duration;

/// Calls a second at the beginning, when nothing is known yet.
const FIRST: u32 = 5;

/// Calls a second at the least: so slow that something still gets done.
const LEAST: u32 = 1;

/// Calls a second at the most: Telegram's server refuses a bot that has hundreds under way.
/// <https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp>
const MOST: u32 = 300;

/// How long calls were taken at a pace just below the last that was refused before it rises further.
const PROBE_AFTER: Duration = Duration::from_mins(5);

/// How fast calls of one method may be made that nobody waits for.
///
/// It rises while Telegram takes all of them: by a quarter a second until the first 429, which tells how much is too much.
/// Each 429 halves it. It then comes near what was too much in ever smaller steps, stays just below that for five minutes,
/// and goes beyond it in ever larger ones, since what Telegram allows changes too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    per_second: u32,
    refused_at: Option<u32>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { per_second: FIRST, refused_at: None }
    }
}

impl Pace {
    /// A pace as it was stored.
    #[must_use]
    pub fn new(per_second: u32, refused_at: Option<u32>) -> Self {
        let within = |per_second: u32| per_second.clamp(LEAST, MOST);
        Self { per_second: within(per_second), refused_at: refused_at.map(within) }
    }

    /// Calls a second, one at least.
    #[must_use]
    pub const fn per_second(self) -> u32 {
        self.per_second
    }

    /// The pace, in calls a second, at which Telegram has last refused a call; `None`: it never has.
    #[must_use]
    pub const fn refused_at(self) -> Option<u32> {
        self.refused_at
    }

    /// The time between two calls.
    #[must_use]
    pub fn interval(self) -> Duration {
        Duration::from_secs(1) / self.per_second
    }

    /// How long calls must be made, and none refused, for it to rise.
    #[must_use]
    pub fn rises_after(self) -> Duration {
        let is_just_below = self.just_below() == Some(self.per_second);
        if is_just_below { PROBE_AFTER } else { Duration::from_secs(1) }
    }

    /// The pace once it [may rise](Self::rises_after).
    #[must_use]
    pub fn risen(self) -> Self {
        let distance = self.just_below().map_or(self.per_second, |just_below| just_below.abs_diff(self.per_second));
        Self::new(self.per_second + (distance / 4).max(1), self.refused_at)
    }

    /// The pace after Telegram has refused a call for its rate (429).
    #[must_use]
    pub fn after_flood_wait(self) -> Self {
        Self::new(self.per_second / 2, Some(self.per_second))
    }

    /// Three percent below what was too much: Telegram takes some more than it allows before it refuses any, so that what was
    /// refused is a little above what it allows.
    fn just_below(self) -> Option<u32> {
        self.refused_at.map(|refused| (refused - (refused * 3 / 100).max(1)).max(LEAST))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn per_second(paces: impl Iterator<Item = Pace>) -> Vec<u32> {
        paces.map(Pace::per_second).collect()
    }

    fn rising(from: Pace) -> impl Iterator<Item = Pace> {
        std::iter::successors(Some(from), |pace| Some(pace.risen()))
    }

    #[test]
    fn it_starts_carefully_and_rises_faster_and_faster_until_the_first_refusal() {
        assert_eq!(per_second(rising(Pace::default()).take(8)), [5, 6, 7, 8, 10, 12, 15, 18]);
    }

    #[test]
    fn a_refusal_halves_it_and_then_it_comes_near_what_was_refused_stays_there_and_goes_carefully_beyond() {
        let halved = Pace::new(81, None).after_flood_wait();
        assert_eq!(halved, Pace::new(40, Some(81)));
        let near = [40, 49, 56, 61, 65, 68, 70, 72, 73, 74, 75, 76, 77, 78, 79];
        assert_eq!(per_second(rising(halved).take(15)), near);
        let second = Duration::from_secs(1);
        assert!(rising(halved).take(14).all(|pace| pace.rises_after() == second));
        assert_eq!(Pace::new(79, Some(81)).rises_after(), PROBE_AFTER);
        let beyond = [80, 81, 82, 83, 84, 85, 86, 87, 89, 91, 94, 97];
        assert_eq!(per_second(rising(Pace::new(80, Some(81))).take(12)), beyond);
        assert!(rising(Pace::new(80, Some(81))).take(12).all(|pace| pace.rises_after() == second));
    }

    #[test]
    fn what_telegram_takes_is_used_but_for_a_few_percent() {
        const ALLOWED: u32 = 100;
        let (mut pace, mut made, mut seconds) = (Pace::default(), 0, 0);
        while made < 100_000 {
            if pace.per_second() > ALLOWED {
                // One second is lost to the wait.
                (pace, seconds) = (pace.after_flood_wait(), seconds + 1);
            } else {
                let time = u32::try_from(pace.rises_after().as_secs()).unwrap();
                (made, seconds, pace) = (made + pace.per_second() * time, seconds + time, pace.risen());
            }
        }
        assert!(made * 100 >= seconds * ALLOWED * 96, "{made} in {seconds} s");
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds_whatever_was_stored_and_whatever_happens(
            stored: u32, refused_at: Option<u32>, refusals in prop::collection::vec(any::<bool>(), 0..200),
        ) {
            let mut pace = Pace::new(stored, refused_at);
            for refused in refusals {
                pace = if refused { pace.after_flood_wait() } else { pace.risen() };
                prop_assert!((LEAST..=MOST).contains(&pace.per_second()));
                prop_assert!(pace.interval() <= Duration::from_secs(1));
            }
        }
    }
}
