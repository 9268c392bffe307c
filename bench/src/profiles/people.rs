//! Who does what in the loads, and when their effects were seen.

use std::{sync::Arc, time::Duration};

use hdrhistogram::Histogram;

use super::Sizes;
use crate::{
    ids,
    load::{Answers, Load, Source, due, empty},
    stage::Subject,
    telegram::Effect,
    updates::{Happening, Kind},
};

/// The members write one after the other, each in their group, and round again.
pub(super) fn members_write(sizes: &Sizes) -> Source {
    members_write_from(sizes, 0)
}

/// As many others, from this number on.
pub(super) fn members_write_from(sizes: &Sizes, first: u64) -> Source {
    let (members, groups) = (sizes.members, sizes.population.groups);
    Arc::new(move |place| {
        let member = first + place % members;
        Happening { kind: Kind::Message, chat: ids::group(member % groups), person: ids::member(member) }
    })
}

/// Newcomers from this number on write, each once.
pub(super) fn newcomers_write(sizes: &Sizes, first: u64) -> Source {
    let groups = sizes.population.groups;
    Arc::new(move |place| {
        let newcomer = first + place;
        Happening { kind: Kind::Message, chat: ids::group(newcomer % groups), person: ids::newcomer(newcomer) }
    })
}

/// Makes everybody known: each member writes once, and all is worked off.
pub(super) async fn make_known(subject: &Subject, sizes: &Sizes) -> anyhow::Result<()> {
    subject.generator.send(Load::Closed(sizes.members), members_write(sizes)).await?;
    let members = usize::try_from(sizes.members)?;
    let known = subject.until(sizes.patience, |telegram| telegram.log().count(Effect::LookedUp) >= members).await;
    anyhow::ensure!(known.is_some(), "not everybody was looked up in time");
    let left = subject.until_worked_off(sizes.patience).await?;
    anyhow::ensure!(left < 0.5, "{left} updates are not worked off in time");
    Ok(())
}

/// How long effects took from the time at which their updates were due, in microseconds, and how many never came.
pub(super) struct Effects {
    pub(super) times: Histogram<u64>,
    pub(super) missing: u64,
}

impl Effects {
    /// The effects of an open loop: `of` names whom or what, `place` by `place`.
    pub(super) fn of_open_loop(
        subject: &Subject,
        answers: &Answers,
        per_second: u32,
        effect: Effect,
        of: impl Iterator<Item = (u64, i64)>,
    ) -> Self {
        let mut effects = Self { times: empty(), missing: 0 };
        let Some(gate) = &subject.gate else { return effects };
        for (place, id) in of {
            let due = due(answers.began, place, per_second);
            match gate.telegram.log().first(effect, id) {
                Some(at) => effects.add(at.saturating_duration_since(due)),
                None => effects.missing += 1,
            }
        }
        effects
    }

    pub(super) fn add(&mut self, time: Duration) {
        self.times.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }
}
