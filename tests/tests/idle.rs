//! A bot with nothing to do does nothing: the statements that it asks its database for all the same, counted.
use std::{collections::BTreeMap, time::Duration};

use portcullis_tests::{Operations, Stage, WebhookInstance, postgres::fresh_database};

/// No worker looks twice within this unasked, see `crates/service/src/wakeup.rs`.
const STRETCH: Duration = Duration::from_secs(40);

/// The statements by which instances tell each other that they live, here or on the inbox's lanes.
const OF_LEASES: [&str; 3] = ["insert_leases", "select_inbox_lanes", "update_inbox_lanes"];

/// One in two and a half seconds: a holder renews every four, a standby asks a little more often.
const MAX_OF_LEASES: u32 = 16;

/// Every worker looks once in 45 to 60 seconds, so in a stretch each may have looked: a dozen of statements. The look at
/// the metrics that ends it counts groups, mutes and what is stored.
const MAX_OTHERS: u32 = 16;

/// After how long nothing is left to do of what happened before.
const TO_SETTLE: Duration = Duration::from_secs(15);

/// How many statements of each kind a bot has run by its own count.
async fn statements(operations: &Operations) -> BTreeMap<String, u32> {
    let metrics = operations.get("/metrics").await.text;
    let counts = metrics.lines().filter_map(|line| line.strip_prefix("bot_db_query_latency_seconds_count{query=\""));
    let counts = counts.map(|line| line.split_once("\"} ").unwrap());
    counts.map(|(kind, count)| (kind.to_owned(), count.parse().unwrap())).collect()
}

/// Lets a bot come to rest, and counts what it does then.
async fn assert_idle(operations: &Operations) {
    tokio::time::sleep(TO_SETTLE).await;
    let before = statements(operations).await;
    tokio::time::sleep(STRETCH).await;
    let mut run = statements(operations).await;
    for (kind, count) in &before {
        run.entry(kind.clone()).and_modify(|all| *all -= count);
    }
    run.retain(|_, count| *count > 0);
    let (of_leases, others): (Vec<_>, Vec<_>) = run.iter().partition(|(kind, _)| OF_LEASES.contains(&kind.as_str()));
    let sum = |kinds: Vec<(_, &u32)>| kinds.into_iter().map(|(_, count)| count).sum::<u32>();
    assert!(sum(of_leases) <= MAX_OF_LEASES && sum(others) <= MAX_OTHERS, "{run:?}");
}

/// Somebody is muted, is told why, and stays so: all of that is rows that are due some day.
async fn let_something_happen(stage: &Stage) {
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
}

async fn polling_is_idle(stage: Stage) {
    let_something_happen(&stage).await;
    assert_idle(&stage.operations().await).await;
    stage.end().await;
}

#[tokio::test]
async fn a_bot_that_polls_asks_sqlite_for_next_to_nothing_while_nothing_happens() {
    polling_is_idle(Stage::protected().await).await;
}

#[tokio::test]
async fn a_bot_that_polls_asks_postgresql_for_its_lease_and_next_to_nothing_else() {
    polling_is_idle(Stage::protected_on(Some(&fresh_database())).await).await;
}

#[tokio::test]
async fn a_standby_seldom_asks_whether_the_leader_is_gone() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let leader = stage.start_another("leader");
    stage.protect().await;
    let standby = stage.start_another("standby");
    let operations = Operations::of_log(|| stage.log_of("standby")).await;
    assert_idle(&operations).await;
    assert!(stage.log_of("standby").contains("standing by") && !stage.log_of("standby").contains("at work"));
    assert!(standby.stop().await.success());
    assert!(leader.stop().await.success());
    stage.end().await;
}

async fn webhook_is_idle(stage: Stage) {
    let mut instance = WebhookInstance::new("first");
    let public = instance.address();
    instance.start(&stage, public).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    let_something_happen(&stage).await;
    assert_idle(&Operations::of_log(|| stage.log_of("first")).await).await;
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn an_instance_that_waits_for_updates_asks_sqlite_for_next_to_nothing() {
    webhook_is_idle(Stage::new().await).await;
}

#[tokio::test]
async fn an_instance_that_waits_for_updates_asks_postgresql_for_next_to_nothing() {
    webhook_is_idle(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
}
