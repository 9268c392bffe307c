//! More than a thousand people join one group within half a minute: who is muted, what the group sees of it, and whom a press frees.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use portcullis_simulator::{Call, Outcome, world::Message};
use portcullis_tests::{Stage, sql, stage::notices};
use serde_json::Value;

/// More than are read for one notice, which must serve them all the same.
const RAIDERS: usize = 1_100;

/// The time between two joins: all of them take 22 seconds, three times the pace of a thousand in a minute.
const BETWEEN_JOINS: Duration = Duration::from_millis(20);

/// How long it may take until the last one is muted, on a busy machine too.
const MUTED_WITHIN: Duration = Duration::from_secs(100);

/// How many of them join the channel in the end and press: every fortieth, besides those whom the notice names.
const EVERY: usize = 40;

/// Telegram's limit on messages in one group: <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>.
const MESSAGES_A_MINUTE: usize = 20;

/// Joins the raiders one after the other and waits until nobody of them may speak.
async fn raid(stage: &Stage) -> Vec<i64> {
    let mut raiders = Vec::with_capacity(RAIDERS);
    for number in 0..RAIDERS {
        raiders.push(stage.stranger(&format!("Raider <{number}>")));
        tokio::time::sleep(BETWEEN_JOINS).await;
    }
    let begun = Instant::now();
    loop {
        let free = free_among(stage, &raiders);
        if free.is_empty() {
            return raiders;
        }
        assert!(begun.elapsed() < MUTED_WITHIN, "{} of {RAIDERS} are not muted", free.len());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn free_among(stage: &Stage, people: &[i64]) -> HashSet<i64> {
    stage.simulator.read(|world| {
        let free = people.iter().copied().filter(|person| !world.is_muted(stage.group, *person));
        free.collect()
    })
}

/// The most messages that the bot sent or edited in the group within any minute.
fn most_in_a_minute(stage: &Stage) -> usize {
    let is_message = |call: &&Call| {
        let is_counted = call.method.starts_with("send") || call.method.starts_with("editMessage");
        is_counted && call.parameters["chat_id"] == stage.group
    };
    let times: Vec<u64> = stage.simulator.calls().iter().filter(is_message).map(|call| call.at_ms).collect();
    let within_a_minute = |first: &u64| times.iter().filter(|at| (*first..first + 60_000).contains(*at)).count();
    times.iter().map(within_a_minute).max().unwrap_or_default()
}

/// Whom a notice mentions by id.
fn named_in(notice: &Message) -> Vec<i64> {
    let mentions = notice.entities.iter().filter(|entity| entity["type"] == "text_mention");
    mentions.filter_map(|entity| entity["user"]["id"].as_i64()).collect()
}

/// How many people a notice says it is about.
fn counted_in(notice: &Message) -> usize {
    let more = notice.text.split(" more").next().and_then(|before| before.split(' ').next_back());
    named_in(notice).len() + more.and_then(|number| number.replace(',', "").parse::<usize>().ok()).unwrap_or_default()
}

#[tokio::test]
async fn more_than_a_thousand_joins_leave_everybody_muted_one_notice_and_a_button_that_works_for_each_alone() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let raiders = raid(&stage).await;
    stage.until_the_promise_holds().await;
    let notice = stage.until_one_notice().await;

    assert!(most_in_a_minute(&stage) <= MESSAGES_A_MINUTE, "{} messages in a minute", most_in_a_minute(&stage));
    assert_eq!(stage.simulator.limits_exceeded(), 0);
    let is_flood = |call: &Call| matches!(call.outcome, Outcome::Error { code: 429, .. });
    assert!(!stage.simulator.calls().iter().any(is_flood), "Telegram had to slow the bot down");
    let named = named_in(&notice);
    assert!((1..=10).contains(&named.len()), "{}", notice.text);
    assert_eq!(sql::number(&stage.database(), "SELECT COUNT(*) FROM brakes").await, 0, "strangers trip no brake");
    assert_eq!(counted_in(&notice), RAIDERS, "{}", notice.text);
    assert!(notice.text.contains("Raider <") && notice.text.contains("Tea news"), "{}", notice.text);
    let has_button =
        |label: &str| notice.reply_markup.as_ref().is_some_and(|markup| markup.to_string().contains(label));
    assert!(has_button("Join Tea news") && has_button("I have joined"), "{:?}", notice.reply_markup);

    let sample = raiders.iter().copied().step_by(EVERY).filter(|person| !named.contains(person));
    let sample: Vec<i64> = sample.chain(named.iter().copied()).collect();
    assert!(sample.len() >= 25, "{}", sample.len());
    for (number, person) in sample.iter().enumerate() {
        stage.join_unnoticed(stage.channel, *person);
        let answer = stage.press_joined(&notice, *person).await;
        assert!(!answer.show_alert, "{:?}", answer.text);
        let freed: HashSet<i64> = sample[..=number].iter().copied().collect();
        assert_eq!(free_among(&stage, &raiders), freed, "a press frees whoever pressed, alone");
    }
    let outsider = raiders.iter().find(|person| !sample.contains(person)).unwrap();
    let answer = stage.press_joined(&notice, *outsider).await;
    assert!(answer.show_alert && answer.text.unwrap().contains("Tea news"));
    stage.settle().await;
    assert_eq!(free_among(&stage, &raiders).len(), sample.len());
    let standing = stage.simulator.read(|world| notices(world, stage.group, stage.bot));
    assert_eq!(standing.len(), 1, "the others still need it");
    assert!(standing[0].reply_markup.as_ref().is_some_and(|markup| *markup != Value::Null));
    assert_eq!(stage.simulator.limits_exceeded(), 0);
    stage.end().await;
}
