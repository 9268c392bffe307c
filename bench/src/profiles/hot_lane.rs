//! One member of whom the process knows nothing writes as fast as can be, and meanwhile newcomers write as ever: whether
//! one person's work holds up the others'.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Sizes, newcomers::Wave};
use crate::{
    float::float,
    ids,
    load::Load,
    report::Figures,
    stage::{Snapshot, Subject},
    telegram::Effect,
    updates::{Happening, Kind},
};

/// How many newcomers write in a second.
const PER_SECOND: u32 = 100;

/// The number of the member, apart from all others.
const HOT: u64 = 500_000_000;

pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let each = sizes.count_at(PER_SECOND);
    let before = Wave::send(subject, sizes, 0..each, PER_SECOND).await?;
    before.put(subject, "before: ", &mut figures);

    let snapshot = Snapshot::take(subject).await?;
    let (meanwhile, worked_off) =
        tokio::try_join!(Wave::send(subject, sizes, each..2 * each, PER_SECOND), write_and_ask(subject, sizes))?;
    let cost = snapshot.until(&Snapshot::take(subject).await?);
    meanwhile.put(subject, "meanwhile: ", &mut figures);
    if subject.gate.is_some() {
        match worked_off {
            Some(time) => {
                figures.put_time("the one member's messages, worked off in", time);
                figures.put("worked off a second", float(sizes.hot_messages) / time.as_secs_f64(), "");
            }
            None => figures.put("the one member's messages: not worked off in time", 1.0, ""),
        }
    }
    figures.put_cost("", &cost, sizes.hot_messages + each);
    Ok(figures)
}

/// Sends the one member's messages, and at the end a word in private: its answer shows that all before it is done, since
/// one person's events are worked off in order. Gives how long that took.
async fn write_and_ask(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Option<Duration>> {
    let begun = Instant::now();
    let person = ids::member(HOT);
    let happens = move |kind: Kind| Arc::new(move |_| Happening { kind, chat: ids::group(0), person });
    subject.generator.send(Load::Closed(sizes.hot_messages), happens(Kind::Message)).await?;
    subject.generator.send(Load::Closed(1), happens(Kind::Start)).await?;
    let answered = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::WrittenTo, [person])).await;
    Ok(answered.map(|at| at - begun))
}
