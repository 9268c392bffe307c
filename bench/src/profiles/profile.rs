//! Which profiles there are, and what each needs.

use std::fmt;

use clap::ValueEnum;

use super::{Sizes, cache_day, cold, hot_lane, idle, newcomers, press, raid, start, sweep, verifications, warm};
use crate::{
    report::Figures,
    stage::{Servers, StoreKind, Subject},
    telegram::Latencies,
};

/// A load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// Members who are known write, as fast as they are answered.
    Warm,
    /// Members who are not known write, each once, as fast as they are answered.
    Cold,
    /// The same, after the database has looked at its tables while those that the load fills were used and empty again.
    ColdAnalyzedEmpty,
    /// Newcomers write at fixed rates.
    Newcomers,
    /// Newcomers write at fixed rates, and Telegram takes the time that it takes.
    NewcomersAsMeasured,
    /// Newcomers write right after a burst of members who are not known, and right after a restart.
    NewcomersAfterBurst,
    /// Many come into one group at once.
    Raid,
    /// Fewer come into one group at once, and Telegram takes the time that it takes.
    RaidAsMeasured,
    /// Muted people have joined and press the button.
    Press,
    /// The same, and Telegram takes the time that it takes.
    PressAsMeasured,
    /// One unknown member writes as fast as can be, and newcomers as ever.
    HotLane,
    /// People write as they do in groups, at a rate of one busy group and at one of thousands.
    Verifications,
    /// A day of messages to the cache, in a few minutes.
    CacheDay,
    /// Everybody known in a group is checked, and newcomers write.
    Sweep,
    /// Nothing happens.
    Idle,
    /// Start and stop.
    Start,
}

impl fmt::Display for Profile {
    /// As it is typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_possible_value().map_or(Ok(()), |value| f.write_str(value.get_name()))
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The server that does nothing, for comparison.
    DoNothing,
    /// The bot.
    Bot(StoreKind),
}

impl Target {
    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DoNothing => "do-nothing",
            Self::Bot(StoreKind::Sqlite) => "SQLite",
            Self::Bot(StoreKind::Postgres) => "PostgreSQL + Redis",
        }
    }

    /// Sets it up.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub async fn set_up(self, servers: &mut Servers, sizes: &Sizes, latencies: Latencies) -> anyhow::Result<Subject> {
        match self {
            Self::DoNothing => Subject::that_does_nothing(),
            Self::Bot(kind) => Subject::bot(servers, kind, sizes.population, latencies).await,
        }
    }
}

impl Profile {
    /// What Telegram does meanwhile.
    const fn latencies(self) -> Latencies {
        match self {
            Self::RaidAsMeasured | Self::PressAsMeasured | Self::NewcomersAsMeasured => Latencies::AsMeasured,
            _ => Latencies::None,
        }
    }

    /// Whether it says something of a target: of a server that does nothing there is nothing to say where only what a bot does
    /// of its own accord is measured.
    #[must_use]
    pub fn measures(self, target: Target) -> bool {
        target != Target::DoNothing || !matches!(self, Self::CacheDay | Self::Sweep)
    }

    /// Runs it on a target that is set up for it, and gone afterwards.
    ///
    /// # Errors
    ///
    /// If something does not work; what is slow is a figure.
    pub async fn run(self, target: Target, servers: &mut Servers, sizes: &Sizes) -> anyhow::Result<Figures> {
        let subject = target.set_up(servers, sizes, self.latencies()).await?;
        match self {
            Self::Warm => warm::run(&subject, sizes).await,
            Self::Cold => cold::run(&subject, sizes).await,
            Self::ColdAnalyzedEmpty => cold::run_after_analysis(&subject, sizes).await,
            Self::Newcomers => newcomers::run(&subject, sizes, sizes.newcomer_rates).await,
            Self::NewcomersAsMeasured => newcomers::run(&subject, sizes, sizes.newcomer_rates_as_measured).await,
            Self::NewcomersAfterBurst => newcomers::run_after_burst(subject, sizes).await,
            Self::Raid => raid::run(&subject, sizes, sizes.raiders).await,
            Self::RaidAsMeasured => raid::run(&subject, sizes, sizes.raiders_as_measured).await,
            Self::Press | Self::PressAsMeasured => press::run(&subject, sizes).await,
            Self::HotLane => hot_lane::run(&subject, sizes).await,
            Self::Verifications => verifications::run(&subject, sizes).await,
            Self::CacheDay => cache_day::run(&subject, sizes).await,
            Self::Sweep => sweep::run(&subject, sizes).await,
            Self::Idle => idle::run(&subject, sizes).await,
            Self::Start => start::run(subject, sizes).await,
        }
    }
}
