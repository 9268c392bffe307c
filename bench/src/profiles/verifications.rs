//! People write as they do in groups, few of them much and most little, and one in a hundred messages is a newcomer's: how
//! long each is judged, at a rate that one busy group has and at one that thousands have.

use std::sync::Arc;

use super::{Sizes, people::Effects};
use crate::{
    ids,
    load::Load,
    report::Figures,
    stage::{Metrics, Snapshot, Subject},
    telegram::Effect,
    updates::{Happening, Kind},
    zipf::Zipf,
};

/// How many verifications a minute.
const PER_MINUTE: [u32; 2] = [1_000, 60_000];

/// Which of so many messages is a newcomer's.
const NEWCOMERS: u64 = 100;

/// How long a decision took with its facts, as the bot tells.
const LATENCY: &str = "bot_verification_latency_seconds";

pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let mut first = 0;
    for per_minute in PER_MINUTE {
        let (of, per_second) = (format!("{per_minute} a minute: "), (per_minute / 60).max(1));
        let count = u64::from(per_second) * sizes.steady.as_secs();
        let (groups, zipf) = (sizes.population.groups, Zipf::new(sizes.members)?);
        let source = Arc::new(move |place: u64| {
            let (number, person) = if place % NEWCOMERS == NEWCOMERS - 1 {
                (first + place, ids::newcomer(first + place))
            } else {
                let member = zipf.next();
                (member, ids::member(member))
            };
            Happening { kind: Kind::Message, chat: ids::group(number % groups), person }
        });
        let (before, metrics) = (Snapshot::take(subject).await?, subject.metrics().await?);
        let answers = subject.generator.send(Load::Open { count, per_second }, source).await?;
        let newcomers = || (NEWCOMERS - 1..count).step_by(usize::try_from(NEWCOMERS).unwrap_or(usize::MAX));
        let people = || newcomers().map(|place| ids::newcomer(first + place));
        let _all = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::Muted, people())).await;
        let cost = before.until(&Snapshot::take(subject).await?);
        figures.put_answers(&of, &answers);
        put_latency(&mut figures, &of, &metrics, &subject.metrics().await?);
        let effects = Effects::of_open_loop(subject, &answers, per_second, Effect::Muted, newcomers().zip(people()));
        figures.put_percentiles(&format!("{of}newcomer's message → mute"), &effects.times);
        figures.put_cost(&of, &cost, count);
        first += count;
    }
    Ok(figures)
}

/// The bot tells in which of its buckets a decision fell; what is shown is the upper end of the bucket.
fn put_latency(figures: &mut Figures, of: &str, before: &Metrics, after: &Metrics) {
    for (share, word) in [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")] {
        if let Some(seconds) = after.percentile_since(before, LATENCY, share) {
            figures.put(format!("{of}verification, {word} at most"), seconds * 1000.0, "ms");
        }
    }
}
