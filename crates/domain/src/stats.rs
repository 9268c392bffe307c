//! What `/stats` counts: the people whom the gate stopped, and how many of them joined.
//!
//! The numbers are those of people, not of mutes: whoever is stopped several times in a period counts once in it, on the
//! day (in UTC) on which they were first stopped in it, and counts as joined if any of these times ended with their joining.
//! So the days of a period add up to its totals; the last seven days of a month may add up to less than the week, where
//! somebody was stopped before it too.
//!
//! - **Stopped**: muted as they spoke in the group or came into it. A mute that Telegram never confirmed is none.
//! - **Joined**: stopped, and then un-muted because they were in the channels, with or without a press of the button. Whoever
//!   was let go otherwise has not joined: by an admin, at the end of the mute, as the gate was switched off or made easier.
//! - **Left**: muted as they left a channel. They may be among the stopped of the same period too, for an earlier reason.
//! - **Came back**: left, and then un-muted because they were in the channels again.
//! - **Of a channel**: the same, of the mutes for which this channel was missing. Whoever missed several counts in each, so
//!   that the channels may add up to more than the totals.
//!
//! In a group that only observes, the same is counted of those who would have been muted.

use crate::{ChannelId, Timestamp};

/// How long a day is, in milliseconds: UTC knows no other days in Unix time.
pub const MILLIS_PER_DAY: i64 = 86_400_000;

/// A day in UTC: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day of a moment.
    #[must_use]
    pub const fn of(moment: Timestamp) -> Self {
        Self(moment.0.div_euclid(MILLIS_PER_DAY))
    }

    /// Its first moment.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(MILLIS_PER_DAY))
    }
}

/// Days in a row, of which the last is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    last: Day,
    days: u16,
}

impl Period {
    /// How many days a week has.
    pub const WEEK: u16 = 7;
    /// How many days `/stats` takes a month to be.
    pub const MONTH: u16 = 30;

    /// The last `days` days, at least one; today, which is not over yet, is among them.
    #[must_use]
    pub fn last_days(days: u16, now: Timestamp) -> Self {
        Self { last: Day::of(now), days: days.max(1) }
    }

    /// How many days it has.
    #[must_use]
    pub const fn length(self) -> u16 {
        self.days
    }

    /// Its days, the eldest first.
    pub fn days(self) -> impl Iterator<Item = Day> {
        (self.first().0..=self.last.0).map(Day)
    }

    /// Its first moment.
    #[must_use]
    pub fn start(self) -> Timestamp {
        self.first().start()
    }

    /// The first moment after it.
    #[must_use]
    pub const fn end(self) -> Timestamp {
        Day(self.last.0.saturating_add(1)).start()
    }

    fn first(self) -> Day {
        Day(self.last.0.saturating_sub(i64::from(self.days) - 1))
    }
}

/// People, and how many of them joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People.
    pub people: u64,
    /// Those of them who joined afterwards.
    pub joined: u64,
}

impl Tally {
    /// How many of a hundred joined, rounded; `None` where there is nobody. It says 0 and 100 of nobody and everybody alone.
    #[must_use]
    pub const fn percent(self) -> Option<u64> {
        match (self.people, self.joined) {
            (0, _) => None,
            (_, 0) => Some(0),
            (people, joined) if joined >= people => Some(100),
            (people, joined) => {
                let rounded = joined.saturating_mul(100).saturating_add(people / 2) / people;
                Some(if rounded < 1 {
                    1
                } else if rounded > 99 {
                    99
                } else {
                    rounded
                })
            }
        }
    }

    const fn plus(self, other: Self) -> Self {
        Self { people: self.people.saturating_add(other.people), joined: self.joined.saturating_add(other.joined) }
    }
}

/// Both kinds of people, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// The stopped, and those who then joined.
    pub stopped: Tally,
    /// Those who left a channel, and those who came back.
    pub left: Tally,
}

impl Tallies {
    /// The sum of both.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { stopped: self.stopped.plus(other.stopped), left: self.left.plus(other.left) }
    }
}

/// What was counted in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodStats {
    period: Period,
    days: Vec<Tallies>,
    channels: Vec<(ChannelId, Tallies)>,
}

impl PeriodStats {
    /// What was counted on the days of `period` and of each channel, in any order and in any pieces; what lies outside of the
    /// period does not count.
    #[must_use]
    pub fn new(
        period: Period,
        by_day: impl IntoIterator<Item = (Day, Tallies)>,
        by_channel: impl IntoIterator<Item = (ChannelId, Tallies)>,
    ) -> Self {
        let mut days = vec![Tallies::default(); period.length().into()];
        for (day, tallies) in by_day {
            let at = usize::try_from(day.0.saturating_sub(period.first().0)).ok();
            if let Some(sum) = at.and_then(|at| days.get_mut(at)) {
                *sum = sum.plus(tallies);
            }
        }
        let mut channels: Vec<(ChannelId, Tallies)> = Vec::new();
        for (channel, tallies) in by_channel {
            match channels.iter_mut().find(|(known, _)| *known == channel) {
                Some((_, sum)) => *sum = sum.plus(tallies),
                None => channels.push((channel, tallies)),
            }
        }
        Self { period, days, channels }
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Each day of the period, the eldest first: the people who were first stopped on it.
    pub fn days(&self) -> impl Iterator<Item = (Day, Tallies)> {
        self.period.days().zip(self.days.iter().copied())
    }

    /// All of the period.
    #[must_use]
    pub fn total(&self) -> Tallies {
        self.days.iter().fold(Tallies::default(), |sum, day| sum.plus(*day))
    }

    /// Those for whom this channel was missing.
    #[must_use]
    pub fn of_channel(&self, channel: ChannelId) -> Tallies {
        self.channels.iter().find(|(known, _)| *known == channel).map(|(_, tallies)| *tallies).unwrap_or_default()
    }

    /// The channels that were missing for anybody.
    pub fn channels(&self) -> impl Iterator<Item = ChannelId> {
        self.channels.iter().map(|(channel, _)| *channel)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: Timestamp = Timestamp(100 * MILLIS_PER_DAY + MILLIS_PER_DAY / 2);

    fn stopped(people: u64, joined: u64) -> Tallies {
        Tallies { stopped: Tally { people, joined }, left: Tally::default() }
    }

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        assert_eq!(Day::of(Timestamp(MILLIS_PER_DAY - 1)), Day(0));
        assert_eq!(Day::of(Timestamp(MILLIS_PER_DAY)), Day(1));
        assert_eq!(Day::of(Timestamp(-1)), Day(-1), "before 1970 too");
        assert_eq!(Day(1).start(), Timestamp(MILLIS_PER_DAY));
    }

    #[test]
    fn a_week_is_today_and_the_six_days_before() {
        let week = Period::last_days(Period::WEEK, NOON);
        assert_eq!(week.days().collect::<Vec<_>>(), (94..=100).map(Day).collect::<Vec<_>>());
        assert_eq!((week.start(), week.end()), (Day(94).start(), Day(101).start()));
        assert_eq!(Period::last_days(0, NOON).days().count(), 1, "no period is empty");
    }

    #[test]
    fn a_share_is_rounded_and_neither_nobody_nor_everybody_unless_it_is() {
        for (people, joined, percent) in [
            (0, 0, None),
            (5, 3, Some(60)),
            (3, 2, Some(67)),
            (8, 1, Some(13)),
            (1_000, 0, Some(0)),
            (1_000, 1, Some(1)),
            (1_000, 999, Some(99)),
            (7, 7, Some(100)),
            (u64::MAX, u64::MAX, Some(100)),
        ] {
            assert_eq!(Tally { people, joined }.percent(), percent, "{joined} of {people}");
        }
    }

    #[test]
    fn days_on_which_nothing_happened_count_as_well_and_those_outside_do_not() {
        let period = Period::last_days(3, NOON);
        let counted = [(Day(97), stopped(9, 9)), (Day(100), stopped(2, 1)), (Day(98), stopped(1, 0))];
        let stats = PeriodStats::new(period, counted, []);
        let days: Vec<_> = stats.days().collect();
        assert_eq!(days, [(Day(98), stopped(1, 0)), (Day(99), stopped(0, 0)), (Day(100), stopped(2, 1))]);
        assert_eq!(stats.total(), stopped(3, 1));
    }

    #[test]
    fn a_channel_that_was_missing_for_nobody_has_zeros() {
        let stats = PeriodStats::new(Period::last_days(7, NOON), [], [(ChannelId(-3), stopped(2, 1))]);
        assert_eq!((stats.of_channel(ChannelId(-3)), stats.of_channel(ChannelId(-4))), (stopped(2, 1), stopped(0, 0)));
    }

    proptest! {
        #[test]
        fn whatever_the_pieces_are_the_days_add_up_to_the_total(
            pieces in proptest::collection::vec((60_i64..110, 0_u64..50, 0_u64..50), 0..80),
            days in 1_u16..40,
        ) {
            let period = Period::last_days(days, NOON);
            let pieces: Vec<_> = pieces.into_iter().map(|(day, people, joined)| (Day(day), stopped(people, joined))).collect();
            let stats = PeriodStats::new(period, pieces.clone(), []);
            let within = pieces.iter().filter(|(day, _)| period.days().any(|one| one == *day));
            let sum = within.fold(Tallies::default(), |sum, (_, tallies)| sum.plus(*tallies));
            prop_assert_eq!(stats.total(), sum);
            prop_assert_eq!(stats.days().count(), usize::from(days));
        }

        #[test]
        fn a_share_is_always_one_of_a_hundred(people: u64, joined: u64) {
            let percent = Tally { people, joined: joined.min(people) }.percent();
            prop_assert!(percent.is_none_or(|percent| percent <= 100));
        }
    }
}
