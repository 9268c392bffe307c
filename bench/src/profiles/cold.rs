//! Members of whom the process knows nothing write, each once, as fast as they are answered: after a start, or a burst.

use std::time::Duration;

use super::{
    Sizes,
    people::{make_known, members_write_from},
};
use crate::{
    float::float,
    load::Load,
    report::Figures,
    stage::{Snapshot, Subject},
    telegram::Effect,
};

/// How long what follows a decision may take, before the cost of the load is read.
const AFTERMATH: Duration = Duration::from_millis(500);

/// On a database that is new.
pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    measure(subject, sizes, 0).await
}

/// After the same load by others, and after the database has looked at its tables when that was worked off: a queue that is
/// empty at such a moment may be full at the next.
pub(super) async fn run_after_analysis(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    make_known(subject, sizes).await?;
    if let Some(gate) = &subject.gate {
        gate.store.analyze().await;
    }
    measure(subject, sizes, sizes.members).await
}

/// Members of these numbers write, before whom nobody else has but those of smaller ones.
async fn measure(subject: &Subject, sizes: &Sizes, first: u64) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    figures.put_memory("RSS before", subject)?;
    let before = Snapshot::take(subject).await?;
    let answers = subject.generator.send(Load::Closed(sizes.members), members_write_from(sizes, first)).await?;
    let members = usize::try_from(first + sizes.members)?;
    let looked_up = subject.until(sizes.patience, |telegram| telegram.log().count(Effect::LookedUp) >= members).await;
    tokio::time::sleep(AFTERMATH).await;
    let cost = before.until(&Snapshot::take(subject).await?);

    figures.put("accepted a second", answers.per_second(), "");
    match looked_up {
        Some(at) => {
            let ended = if subject.gate.is_some() { at } else { answers.ended };
            figures.put_rate(float(sizes.members) / (ended - answers.began).as_secs_f64());
        }
        None => figures.put("not looked up in time", float(missing(subject, members)), ""),
    }
    figures.put_answers("", &answers);
    figures.put_cost("", &cost, sizes.members);
    figures.put_memory("RSS after", subject)?;
    if subject.gate.is_some() {
        figures.put("still stored at the end", subject.until_worked_off(sizes.patience).await?, "");
    }
    Ok(figures)
}

fn missing(subject: &Subject, members: usize) -> u64 {
    let looked_up = subject.gate.as_ref().map_or(0, |gate| gate.telegram.log().count(Effect::LookedUp));
    (members - looked_up) as u64
}
