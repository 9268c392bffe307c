//! People who are in no channel write at a fixed rate: how long each may be read before the mute.

use std::{ops::Range, time::Duration};

use super::{
    Sizes,
    people::{Effects, members_write, newcomers_write},
};
use crate::{
    float::float,
    ids,
    load::{Answers, Load},
    report::Figures,
    stage::{Snapshot, Subject},
    telegram::{Effect, Telegram},
};

/// How many write in a second after a burst or a restart.
const PER_SECOND: u32 = 100;

/// At each rate in turn.
pub(super) async fn run(subject: &Subject, sizes: &Sizes, rates: &[u32]) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let mut first = 0;
    for &rate in rates {
        let of = format!("{rate}/s: ");
        let before = Snapshot::take(subject).await?;
        let wave = Wave::send(subject, sizes, first..first + sizes.count_at(rate), rate).await?;
        let cost = before.until(&Snapshot::take(subject).await?);
        wave.put(subject, &of, &mut figures);
        figures.put_cost(&of, &cost, wave.count);
        first += wave.count;
    }
    figures.put_memory("RSS", subject)?;
    Ok(figures)
}

/// Right after all members have written, of whom nobody was known; and right after a restart.
pub(super) async fn run_after_burst(subject: Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let each = sizes.count_at(PER_SECOND);
    subject.generator.send(Load::Closed(sizes.members), members_write(sizes)).await?;
    let wave = Wave::send(&subject, sizes, 0..each, PER_SECOND).await?;
    wave.put(&subject, "after a burst: ", &mut figures);
    let subject = subject.restart(Duration::ZERO).await?.subject;
    let wave = Wave::send(&subject, sizes, each..2 * each, PER_SECOND).await?;
    wave.put(&subject, "after a restart: ", &mut figures);
    Ok(figures)
}

/// Newcomers at one rate.
pub(super) struct Wave {
    pub(super) first: u64,
    pub(super) count: u64,
    pub(super) rate: u32,
    pub(super) answers: Answers,
}

impl Wave {
    /// Sends the newcomers of these numbers, and waits until they are muted and their messages are gone.
    pub(super) async fn send(
        subject: &Subject,
        sizes: &Sizes,
        newcomers: Range<u64>,
        rate: u32,
    ) -> anyhow::Result<Self> {
        let (first, count) = (newcomers.start, newcomers.end - newcomers.start);
        let load = Load::Open { count, per_second: rate };
        let answers = subject.generator.send(load, newcomers_write(sizes, first)).await?;
        let numbers = answers.first_number..answers.first_number + count.cast_signed();
        // Whoever is not muted in time is told as missing.
        let is_over = |telegram: &Telegram| {
            telegram.log().has_all(Effect::Deleted, numbers.clone())
                && telegram.log().has_all(Effect::Muted, (first..first + count).map(ids::newcomer))
        };
        let _all = subject.until(sizes.patience, is_over).await;
        Ok(Self { first, count, rate, answers })
    }

    /// How it went.
    pub(super) fn put(&self, subject: &Subject, of: &str, figures: &mut Figures) {
        figures.put_answers(of, &self.answers);
        let people = (0..self.count).map(|place| (place, ids::newcomer(self.first + place)));
        put_effects(subject, figures, &format!("{of}message → mute"), self, Effect::Muted, people);
        let messages = (0..self.count).map(|place| (place, self.answers.first_number + place.cast_signed()));
        put_effects(subject, figures, &format!("{of}message → deleted"), self, Effect::Deleted, messages);
    }
}

fn put_effects(
    subject: &Subject,
    figures: &mut Figures,
    name: &str,
    wave: &Wave,
    effect: Effect,
    of: impl Iterator<Item = (u64, i64)>,
) {
    let effects = Effects::of_open_loop(subject, &wave.answers, wave.rate, effect, of);
    figures.put_percentiles(name, &effects.times);
    if effects.missing > 0 {
        figures.put(format!("{name}: never"), float(effects.missing), "");
    }
}
