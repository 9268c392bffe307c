//! Many who are in no channel come into one group at once, and each writes as they come.

use std::{sync::Arc, time::Instant};

use super::{Sizes, people::Effects};
use crate::{
    float::float,
    ids,
    load::{Load, due},
    report::Figures,
    stage::{Snapshot, Subject},
    telegram::{Effect, Method, count_by_method},
    updates::{Happening, Kind},
};

/// What one newcomer causes: Telegram tells of the new member in two ways, and of the message.
const UPDATES: [Kind; 3] = [Kind::Joined, Kind::NewChatMembers, Kind::Message];

/// How many of them there are, and the place of the message among them.
const UPDATES_EACH: u64 = 3;
const MESSAGE: u64 = 2;

/// So many come in the time of an open loop.
pub(super) async fn run(subject: &Subject, sizes: &Sizes, raiders: u64) -> anyhow::Result<Figures> {
    let updates = raiders * UPDATES_EACH;
    let millis = u64::try_from(sizes.open_loop.as_millis())?;
    let per_second = u32::try_from(updates * 1000 / millis)?.max(1);
    let source = Arc::new(move |place: u64| Happening {
        kind: UPDATES[usize::try_from(place % UPDATES_EACH).unwrap_or_default()],
        chat: ids::group(0),
        person: ids::newcomer(place / UPDATES_EACH),
    });
    let before = Snapshot::take(subject).await?;
    let answers = subject.generator.send(Load::Open { count: updates, per_second }, source).await?;
    let last = due(answers.began, updates - 1, per_second);
    let people = || (0..raiders).map(ids::newcomer);
    let muted = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::Muted, people())).await;
    let number = |raider: u64| answers.first_number + (raider * UPDATES_EACH + MESSAGE).cast_signed();
    let messages = || (0..raiders).map(number);
    let deleted = subject.until(sizes.patience, |telegram| telegram.log().has_all(Effect::Deleted, messages())).await;
    let cost = before.until(&Snapshot::take(subject).await?);

    let mut figures = Figures::default();
    figures.put_answers("", &answers);
    let joins = (0..raiders).map(|raider| (raider * UPDATES_EACH, ids::newcomer(raider)));
    let effects = Effects::of_open_loop(subject, &answers, per_second, Effect::Muted, joins);
    figures.put_percentiles("join → mute", &effects.times);
    figures.put_cost("", &cost, updates);
    if subject.gate.is_some() {
        put_end(&mut figures, "all muted, after the last has come", muted, last);
        put_end(&mut figures, "all messages deleted, after the last has come", deleted, last);
        put_calls(&mut figures, subject, raiders);
    }
    Ok(figures)
}

/// How long after the last update something was over; nothing if it never was.
fn put_end(figures: &mut Figures, name: &str, at: Option<Instant>, last: Instant) {
    match at {
        Some(at) => figures.put_time(name, at.saturating_duration_since(last)),
        None => figures.put(format!("{name}: not in time"), 1.0, ""),
    }
}

/// The calls that concern people, for each of them; notices serve many.
fn put_calls(figures: &mut Figures, subject: &Subject, raiders: u64) {
    let Some(gate) = &subject.gate else { return };
    let counts = count_by_method(&gate.telegram.log().since(0));
    let count = |methods: &[Method]| -> usize { methods.iter().filter_map(|method| counts.get(method)).sum() };
    let (reads, deletes) = (count(&[Method::GetChatMember]), count(&[Method::DeleteMessage, Method::DeleteMessages]));
    let mutes = count(&[Method::RestrictChatMember]);
    let each = |calls: usize| float(calls as u64) / float(raiders);
    figures.put("calls for each who came", each(reads + deletes + mutes), "");
    figures.put("look-ups for each who came", each(reads), "");
    figures.put("deletes for each who came", each(deletes), "");
    figures.put("mutes for each who came", each(mutes), "");
    figures.put("notices", float(count(&[Method::SendMessage]) as u64), "");
}
