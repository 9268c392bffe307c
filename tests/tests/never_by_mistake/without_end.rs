//! No mute is without an end, and none is one that nobody knows of.

use portcullis_domain::ports::Clock;
use portcullis_runtime::SystemClock;
use portcullis_simulator::Effect;
use portcullis_tests::{Stage, sql};

/// As if the next try had found no reason to mute, a minute ago.
async fn lose_the_next_try(stage: &Stage) {
    let lost = "DELETE FROM inbox; UPDATE restrictions SET restricted_at = restricted_at - 61000";
    sql::run(&stage.database(), lost).await;
}

#[tokio::test]
async fn a_record_that_is_nearly_over_gives_no_mute_its_end() {
    let mut stage = Stage::protected().await;
    let (ann, _held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    stage.kill();
    let end = (SystemClock.now().as_secs() + 20) * 1_000;
    sql::run(&stage.database(), format!("UPDATE restrictions SET until = {end}")).await;
    stage.start();
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    let now = SystemClock.now().as_secs();
    for call in stage.simulator.calls_of("restrictChatMember").iter().skip(1) {
        let until = call.parameters["until_date"].as_i64().unwrap();
        assert!((now + 60..=now + 366 * 86_400).contains(&until), "{until}, now is {now}");
    }
    stage.end().await;
}

#[tokio::test]
async fn a_mute_whose_answer_was_lost_is_confirmed_and_gets_its_notice() {
    let mut stage = Stage::protected().await;
    let (ann, held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldAfter).await;
    stage.kill();
    held.remove();
    lose_the_next_try(&stage).await;
    stage.start();
    stage.until_one_notice().await;
    assert!(stage.simulator.is_muted(stage.group, ann));
    let confirmed = "SELECT COUNT(*) FROM restrictions WHERE muted_at IS NOT NULL AND lifted_at IS NULL";
    assert_eq!(sql::number(&stage.database(), confirmed).await, 1);
    stage.end().await;
}

#[tokio::test]
async fn a_mute_that_never_came_is_closed() {
    let mut stage = Stage::protected().await;
    let (ann, _held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    stage.kill();
    lose_the_next_try(&stage).await;
    stage.start();
    let closed = "SELECT COUNT(*) FROM restrictions WHERE lift_reason = 'not_muted'";
    stage.until_number("the record is closed", closed, 1).await;
    assert!(!stage.simulator.is_muted(stage.group, ann));
    stage.end().await;
}
