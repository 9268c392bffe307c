//! How far this machine's clock is from Telegram's, and from when on it must not be trusted.

use std::time::Duration;

use crate::Timestamp;

/// A mute carries its end by this machine's clock, and Telegram takes one that is too near for none at all: a clock that
/// is further off than this mutes nobody. Telegram's own dates are whole seconds, and some come late.
/// <https://core.telegram.org/bots/api#restrictchatmember>
pub const CLOCK_TOLERANCE: Duration = Duration::from_mins(1);

/// How far a clock is from Telegram's, in milliseconds: more than zero if it is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockError(pub i64);

impl ClockError {
    /// What two kinds of evidence say at `now`, the worse of the two; `None` while there is none.
    ///
    /// `at_answer` is what the last answer of Telegram's has shown. `update` is the date of the last update: one that lies
    /// ahead of us cannot be of the past, and one that lies behind us says nothing, since it may have waited.
    #[must_use]
    pub fn of(now: Timestamp, at_answer: Option<Self>, update: Option<Timestamp>) -> Option<Self> {
        let by_update = update.map(|date| Self(now.0.saturating_sub(date.0))).filter(|error| error.0 < 0);
        let worse = |one: Self, other: Self| if one.size() >= other.size() { one } else { other };
        match (at_answer, by_update) {
            (Some(one), Some(other)) => Some(worse(one, other)),
            (one, other) => one.or(other),
        }
    }

    /// Whether a clock that is so far off must not be trusted.
    #[must_use]
    pub fn is_too_large(self) -> bool {
        self.size() > CLOCK_TOLERANCE
    }

    /// How far, in whichever direction.
    #[must_use]
    pub const fn size(self) -> Duration {
        Duration::from_millis(self.0.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn by_update(seconds_ahead: i64) -> Option<ClockError> {
        ClockError::of(NOW, None, Some(Timestamp(NOW.0 + seconds_ahead * 1_000)))
    }

    #[test]
    fn an_update_of_our_future_shows_a_clock_that_is_behind_and_one_of_our_past_shows_nothing() {
        assert_eq!(by_update(864_000), Some(ClockError(-864_000_000)));
        assert_eq!(by_update(-864_000), None);
        assert_eq!(ClockError::of(NOW, None, None), None);
    }

    #[test]
    fn more_than_a_minute_is_too_much_in_either_direction() {
        for (seconds, is_too_large) in [(0, false), (-60, false), (60, false), (-61, true), (61, true)] {
            assert_eq!(ClockError(seconds * 1_000).is_too_large(), is_too_large, "{seconds} s");
        }
    }

    #[test]
    fn the_worse_of_two_counts() {
        let update = Some(Timestamp(NOW.0 + 90_000));
        assert_eq!(ClockError::of(NOW, Some(ClockError(500)), update), Some(ClockError(-90_000)));
        assert_eq!(ClockError::of(NOW, Some(ClockError(-700_000)), update), Some(ClockError(-700_000)));
    }
}
