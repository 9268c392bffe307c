//! The brake: when people whom a group has long known fail at an unusual rate, the answers are doubted, not the people.
//!
//! «Left» can be a lie: a stale answer, a swapped channel. Whoever came lately says nothing about that, so that a raid of
//! strangers is no reason to stop.

use std::time::Duration;

use crate::{ChatId, GroupId, MessageId, Timestamp, UserId};

/// How long ago somebody was first seen in a group whom it has long known.
pub const KNOWN_FOR: Duration = Duration::from_hours(24);

/// How far back failures are counted.
pub const WINDOW: Duration = Duration::from_mins(10);

/// For how long the brake does not trip again in a group whose admins let the gate go on.
pub const RESTS_FOR: Duration = Duration::from_hours(24);

/// How many known members may fail within the window, however few are judged.
const FAILURES_AT_LEAST: u64 = 10;

/// How long after it tripped the bot looks for the first time whether the doubt is over; the pause doubles from then on.
const FIRST_LOOK: Duration = Duration::from_mins(1);

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// How many of those who failed are asked about in one look.
pub const SAMPLE: u64 = 20;

/// How long a sweep waits before it looks whether the brake of its group is off.
pub const SWEEP_WAIT: Duration = Duration::from_mins(1);

/// How long a brake is held by the instance that works on it, unless it renews its hold.
pub const BRAKE_LEASE: Duration = Duration::from_secs(10);

/// Up to where known members may fail in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrakeLimit {
    /// Whoever was first seen by this moment is known.
    pub known_by: Timestamp,
    /// Failures after this moment count.
    pub since: Timestamp,
    /// How many may fail: the next one trips the brake.
    pub most_failures: u64,
}

impl BrakeLimit {
    /// The limit `now` in a group in which so many passed within the window.
    #[must_use]
    pub fn new(now: Timestamp, passed: u64) -> Self {
        Self { known_by: now.before(KNOWN_FOR), since: now.before(WINDOW), most_failures: most_failures(passed) }
    }

    /// Whether one more failure trips the brake, after so many.
    #[must_use]
    pub const fn is_reached(&self, failures: u64) -> bool {
        failures >= self.most_failures
    }
}

/// How many may fail where so many pass: ten, or a fifth of those judged if that is more.
#[must_use]
pub const fn most_failures(passed: u64) -> u64 {
    let fifth_of_judged = passed / 4;
    if fifth_of_judged > FAILURES_AT_LEAST { fifth_of_judged } else { FAILURES_AT_LEAST }
}

/// What came of asking anew about people who had failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrakeLook {
    /// How many pass.
    pub passing: u64,
    /// How many fail still.
    pub failing: u64,
}

impl BrakeLook {
    /// Whether the doubt is over: no more than a fifth fail. Where nobody can be asked about, it is not.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.passing > 0 && self.failing <= self.passing / 4
    }
}

/// When a brake is looked at again after so many looks.
#[must_use]
pub fn next_look(looks: u32, now: Timestamp) -> Timestamp {
    let doubled = 1_u32.checked_shl(looks).unwrap_or(u32::MAX);
    now.after(FIRST_LOOK.saturating_mul(doubled).min(LONGEST_PAUSE))
}

/// A brake that has tripped, held by this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brake {
    /// The group in which nobody is muted.
    pub group: GroupId,
    /// When it tripped.
    pub tripped_at: Timestamp,
    /// How many known members had failed.
    pub failed: u64,
    /// How many people were muted within the window, and are let go.
    pub freed: u64,
    /// Why it is over, if it is.
    pub end: Option<BrakeEnd>,
    /// How often it was looked whether it is over.
    pub looks: u32,
    /// When it is looked again.
    pub look_at: Timestamp,
    /// Whether the admins were told, or nobody could be.
    pub is_told: bool,
    /// The message by which they were.
    pub message: Option<(ChatId, MessageId)>,
    /// Until when no other process works on it.
    pub lease: Timestamp,
}

/// Why a brake is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrakeEnd {
    /// Telegram says of those who had failed that they are in the channels.
    Recovered,
    /// An admin lets the gate go on.
    Overridden {
        /// The admin.
        by: UserId,
        /// Their name: untrusted text.
        name: String,
    },
    /// The gate has no brake any more, or mutes nobody: the admins have chosen so.
    SwitchedOff,
}

impl BrakeEnd {
    /// The word for it in rows.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Recovered => "recovered",
            Self::Overridden { .. } => "overridden",
            Self::SwitchedOff => "switched_off",
        }
    }
}

/// A known member whose failing brought a brake nearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedMember {
    /// The person.
    pub user: UserId,
    /// Their name when they were muted: untrusted text.
    pub name: String,
}

/// What came of a try to trip the brake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TripOutcome {
    /// It has tripped now.
    Tripped {
        /// How many known members had failed.
        failed: u64,
        /// How many people are let go.
        freed: u64,
    },
    /// It had tripped before.
    AlreadyTripped,
    /// The limit is not reached any more.
    NotReached,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn ten_may_fail_and_the_eleventh_trips_it() {
        for (failures, passed, trips) in [
            (0, 0, false),
            (9, 0, false),
            (10, 0, true),
            (10, 40, true),
            (10, 43, true),
            (10, 44, false),
            (11, 44, true),
            (124, 500, false),
            (125, 500, true),
        ] {
            assert_eq!(BrakeLimit::new(NOW, passed).is_reached(failures), trips, "{failures} and one, {passed} pass");
        }
    }

    #[test]
    fn whoever_came_within_a_day_is_not_known() {
        let limit = BrakeLimit::new(NOW, 0);
        assert_eq!(NOW.since(limit.known_by), Duration::from_hours(24));
        assert_eq!(NOW.since(limit.since), Duration::from_mins(10));
    }

    #[test]
    fn it_is_over_when_a_fifth_or_less_fail() {
        for (passing, failing, over) in
            [(0, 0, false), (0, 1, false), (1, 0, true), (4, 1, true), (16, 4, true), (15, 5, false), (3, 1, false)]
        {
            assert_eq!(BrakeLook { passing, failing }.is_over(), over, "{passing} pass, {failing} fail");
        }
    }

    #[test]
    fn the_pause_between_looks_doubles_up_to_ten_minutes() {
        let minutes = |looks| next_look(looks, NOW).since(NOW).as_secs() / 60;
        assert_eq!([0, 1, 2, 3, 4, 31, 32, u32::MAX].map(minutes), [1, 2, 4, 8, 10, 10, 10, 10]);
    }

    proptest! {
        #[test]
        fn it_trips_by_more_than_ten_and_more_than_a_fifth_and_by_nothing_else(before in 0..10_000_u64, passed in 0..100_000_u64) {
            let failed = before + 1;
            let is_unusual = failed > 10 && failed * 5 > failed + passed;
            prop_assert_eq!(BrakeLimit::new(NOW, passed).is_reached(before), is_unusual);
        }

        #[test]
        fn what_trips_it_is_not_over(failing in 0..10_000_u64, passing in 0..10_000_u64) {
            let look = BrakeLook { passing, failing };
            prop_assert_eq!(look.is_over(), passing > 0 && failing * 5 <= failing + passing);
        }
    }
}
