//! How large the loads are.

use std::time::Duration;

use crate::stage::Population;

/// How large the loads are.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The groups, and those who are known to be in them.
    pub population: Population,
    /// How many members write.
    pub members: u64,
    /// How long a closed loop lasts.
    pub closed_loop: Duration,
    /// At which rates newcomers write, a second.
    pub newcomer_rates: &'static [u32],
    /// The same while Telegram answers as it does.
    pub newcomer_rates_as_measured: &'static [u32],
    /// How long a load at a fixed rate lasts, and a raid.
    pub open_loop: Duration,
    /// How many come in a raid while Telegram answers at once.
    pub raiders: u64,
    /// How many come while it answers as it does.
    pub raiders_as_measured: u64,
    /// How many people press their button.
    pub presses: u64,
    /// How many messages the one person writes whom nobody knows.
    pub hot_messages: u64,
    /// How long people write as they do in groups.
    pub steady: Duration,
    /// By how much the day of the cache is shorter than a day.
    pub day_shortened_by: u32,
    /// How many members write in it.
    pub day_members: u64,
    /// How many messages a second they write, before the day is shortened.
    pub day_messages_per_second: f64,
    /// How many members are swept, after so many in another group by whom the pace is found out.
    pub swept: u64,
    /// How many those are.
    pub learners: u64,
    /// How many look-ups a second Telegram takes of a sweep.
    pub look_ups_per_second: u32,
    /// How long a bot may come to rest, and is then watched.
    pub idle: Duration,
    /// How often a bot is started.
    pub starts: u32,
    /// How long a bot has been idle when it is asked to stop.
    pub idle_before_stop: Duration,
    /// How long what must come may take.
    pub patience: Duration,
}

impl Sizes {
    /// For figures that mean something.
    pub const FULL: Self = Self {
        population: Population { groups: 100, seen_members: 0 },
        members: 20_000,
        closed_loop: Duration::from_secs(10),
        newcomer_rates: &[10, 100, 1000],
        newcomer_rates_as_measured: &[10],
        open_loop: Duration::from_secs(10),
        raiders: 1000,
        raiders_as_measured: 300,
        presses: 100,
        hot_messages: 10_000,
        steady: Duration::from_mins(1),
        day_shortened_by: 360,
        day_members: 5_000,
        day_messages_per_second: 1_000.0,
        swept: 100_000,
        learners: 10_000,
        look_ups_per_second: 250,
        idle: Duration::from_secs(30),
        starts: 5,
        idle_before_stop: Duration::from_secs(2),
        patience: Duration::from_mins(3),
    };

    /// For seeing that everything works.
    pub const QUICK: Self = Self {
        population: Population { groups: 10, seen_members: 0 },
        members: 500,
        closed_loop: Duration::from_millis(500),
        newcomer_rates: &[100],
        newcomer_rates_as_measured: &[10],
        open_loop: Duration::from_millis(500),
        raiders: 30,
        raiders_as_measured: 5,
        presses: 5,
        hot_messages: 200,
        steady: Duration::from_secs(1),
        day_shortened_by: 14_400,
        day_members: 100,
        day_messages_per_second: 0.2,
        swept: 500,
        learners: 200,
        look_ups_per_second: 250,
        idle: Duration::from_millis(500),
        starts: 1,
        idle_before_stop: Duration::from_millis(100),
        patience: Duration::from_secs(20),
    };

    /// How many come at a rate in the time of an open loop.
    #[must_use]
    pub fn count_at(&self, per_second: u32) -> u64 {
        let millis = u64::try_from(self.open_loop.as_millis()).unwrap_or(u64::MAX);
        (u64::from(per_second) * millis / 1000).max(1)
    }
}
