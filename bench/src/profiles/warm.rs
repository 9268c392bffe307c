//! Members of whom the process knows everything write: nothing is asked, nothing stored.

use super::{
    Sizes,
    people::{make_known, members_write},
};
use crate::{
    load::Load,
    report::Figures,
    stage::{Snapshot, Subject},
};

/// A rate at which a server is awake most of the time and never in a hurry: each update wakes it up, which costs more than
/// in a closed loop, where several wait at a time.
const PER_SECOND: u32 = 5_000;

/// First as fast as they are answered, then at a fixed rate.
pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    make_known(subject, sizes).await?;
    let mut figures = Figures::default();
    let steady = Load::Open { count: sizes.count_at(PER_SECOND), per_second: PER_SECOND };
    for (of, load) in [("", Load::ClosedFor(sizes.closed_loop)), ("at 5000/s: ", steady)] {
        let before = Snapshot::take(subject).await?;
        let answers = subject.generator.send(load, members_write(sizes)).await?;
        let cost = before.until(&Snapshot::take(subject).await?);
        if of.is_empty() {
            figures.put_rate(answers.per_second());
        }
        figures.put_answers(of, &answers);
        figures.put_cost(of, &cost, answers.accepted());
    }
    figures.put_memory("RSS", subject)?;
    Ok(figures)
}
