//! Everybody whom the bot knows in a group is checked, by a Telegram that takes so many look-ups a second and no more; and
//! what newcomers notice of it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use portcullis_tests::sql;

use super::{Sizes, newcomers::Wave};
use crate::{
    float::float,
    ids,
    load::Load,
    report::Figures,
    stage::{Gate, Snapshot, Subject},
    telegram::{Method, count_by_method},
    updates::{Happening, Kind},
};

/// How many newcomers write in a second.
const PER_SECOND: u32 = 100;

/// The groups that are swept, by number: the pace is found out in one, and measured in the other.
const LEARNED_IN: u64 = 1;
const SWEPT: u64 = 2;

/// How often is looked whether a sweep is over, and how much memory it takes.
const LOOK_INTERVAL: Duration = Duration::from_millis(250);

/// Newcomers write before a sweep and during one; then Telegram takes no more look-ups than a number a second, and a sweep
/// that begins with the pace of the one before is measured.
pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let Some(gate) = &subject.gate else { return Ok(figures) };
    let (learners, all) = (sizes.learners, sizes.learners + sizes.swept);
    gate.store.add_seen_members(LEARNED_IN, 0..learners).await;
    gate.store.add_seen_members(SWEPT, learners..all).await;

    let each = sizes.count_at(PER_SECOND);
    let before = Wave::send(subject, sizes, 0..each, PER_SECOND).await?;
    before.put(subject, "before: ", &mut figures);
    order(subject, LEARNED_IN).await?;
    let meanwhile = Wave::send(subject, sizes, each..2 * each, PER_SECOND).await?;
    meanwhile.put(subject, "meanwhile: ", &mut figures);
    put_ratio(&mut figures, "message → mute, p99");
    gate.telegram.limit_look_ups(sizes.look_ups_per_second);
    until_swept(subject, gate, LEARNED_IN, sizes.patience).await?;

    measure(subject, gate, sizes, &mut figures).await?;
    Ok(figures)
}

async fn measure(subject: &Subject, gate: &Gate, sizes: &Sizes, figures: &mut Figures) -> anyhow::Result<()> {
    figures.put_memory("RSS before", subject)?;
    let (before, calls) = (Snapshot::take(subject).await?, gate.telegram.log().len());
    let begun = Instant::now();
    order(subject, SWEPT).await?;
    let rate = f64::from(sizes.look_ups_per_second);
    let patience = sizes.patience + Duration::from_secs_f64(2.0 * float(sizes.swept) / rate);
    let most = until_swept(subject, gate, SWEPT, patience).await?;
    let took = begun.elapsed().as_secs_f64();
    let cost = before.until(&Snapshot::take(subject).await?);
    figures.put("RSS at most", float(most) / f64::from(1 << 20), "MiB");
    figures.put_memory("RSS after", subject)?;
    let swept = float(sizes.swept);
    figures.put("members a second", swept / took, "");
    figures.put("of the look-ups that Telegram takes", 100.0 * swept / took / rate, "%");
    let calls = count_by_method(&gate.telegram.log().since(calls));
    let count = |method: Method| float(calls.get(&method).copied().unwrap_or_default() as u64);
    figures.put("look-ups for each member", count(Method::GetChatMember) / swept, "");
    figures.put("look-ups that Telegram refused", float(gate.telegram.refused_look_ups()), "");
    figures.put("messages and edits", count(Method::SendMessage) + count(Method::EditMessageText), "");
    if let Some(gate) = cost.gate {
        figures.put("statements / 100 members", gate.statements * 100.0 / swept, "");
    }
    figures.put("CPU of the process / 1000 members", cost.process.as_secs_f64() * 1_000_000.0 / swept, "ms");
    Ok(())
}

/// The owner of a group types `/sweep`.
async fn order(subject: &Subject, group: u64) -> anyhow::Result<()> {
    let ordered = Happening { kind: Kind::Sweep, chat: ids::group(group), person: ids::OWNER };
    subject.generator.send(Load::Closed(1), Arc::new(move |_| ordered)).await.map(drop)
}

/// Waits until a group is swept; gives the most memory that the process held meanwhile, in bytes.
async fn until_swept(subject: &Subject, gate: &Gate, group: u64, patience: Duration) -> anyhow::Result<u64> {
    let done = format!(
        "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'done' AND group_id = {}",
        ids::group(group)
    );
    let (deadline, mut most) = (Instant::now() + patience, 0);
    while sql::number(&gate.store.url, &done).await == 0 {
        anyhow::ensure!(Instant::now() < deadline, "the sweep does not end");
        most = most.max(subject.process.resident_bytes()?);
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    Ok(most)
}

fn put_ratio(figures: &mut Figures, name: &str) {
    let of = |when: &str| figures.get(&format!("{when}: {name}"));
    if let (Some(before), Some(meanwhile)) = (of("before"), of("meanwhile")) {
        figures.put(format!("meanwhile: {name}, × before"), meanwhile / before, "×");
    }
}
