//! People who were muted have joined the channel and press «I have joined»: how long until the answer, and the un-mute.

use std::sync::Arc;

use super::{Sizes, newcomers::Wave, people::Effects};
use crate::{
    ids,
    load::Load,
    report::Figures,
    stage::{Snapshot, Subject},
    telegram::Effect,
    updates::{Happening, Kind},
};

/// How many press in a second.
const PER_SECOND: u32 = 10;

pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let groups = sizes.population.groups;
    let muted = Wave::send(subject, sizes, 0..sizes.presses, PER_SECOND).await?;
    if let Some(gate) = &subject.gate {
        (0..muted.count).for_each(|number| gate.telegram.join_channels(ids::newcomer(number)));
    }
    let source = Arc::new(move |place: u64| Happening {
        kind: Kind::Press,
        chat: ids::group(place % groups),
        person: ids::newcomer(place),
    });
    let before = Snapshot::take(subject).await?;
    let load = Load::Open { count: sizes.presses, per_second: PER_SECOND };
    let answers = subject.generator.send(load, source).await?;
    let people = || (0..sizes.presses).map(ids::newcomer);
    let _all = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::Unmuted, people())).await;
    let presses = || (0..sizes.presses).map(|place| answers.first_number + place.cast_signed());
    let _all = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::Answered, presses())).await;
    let cost = before.until(&Snapshot::take(subject).await?);

    let mut figures = Figures::default();
    figures.put_answers("", &answers);
    for (name, effect, of) in [
        ("press → answer", Effect::Answered, presses().collect::<Vec<_>>()),
        ("press → un-mute", Effect::Unmuted, people().collect()),
    ] {
        let of = (0..).zip(of);
        let effects = Effects::of_open_loop(subject, &answers, PER_SECOND, effect, of);
        figures.put_percentiles(name, &effects.times);
    }
    figures.put_cost("", &cost, sizes.presses);
    Ok(figures)
}
