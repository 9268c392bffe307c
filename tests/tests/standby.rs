//! Two processes with one token on one PostgreSQL or Redis: one polls, the other stands by and takes over.

use std::time::{Duration, Instant};

use portcullis_simulator::Outcome;
use portcullis_tests::{BotProcess, RedisServer, Stage, postgres::fresh_database, stage::notices};

/// How long a person may wait for the standby after the leader has died.
const TAKE_OVER: Duration = Duration::from_secs(15);

/// A leader at work with a protected group, and a standby.
struct Pair {
    stage: Stage,
    leader: BotProcess,
    standby: BotProcess,
}

impl Pair {
    async fn new() -> Self {
        Self::on(Stage::new().await.with("DATABASE_URL", &fresh_database())).await
    }

    async fn on(stage: Stage) -> Self {
        let leader = stage.start_another("leader");
        stage.protect().await;
        let standby = stage.start_another("standby");
        until_logged(&stage, "standby", "standing by").await;
        Self { stage, leader, standby }
    }
}

/// Waits until a process has logged something; how long that took.
async fn until_logged(stage: &Stage, name: &str, words: &str) -> Duration {
    let began = Instant::now();
    while !stage.log_of(name).contains(words) {
        assert!(began.elapsed() < TAKE_OVER, "{name} never logged `{words}`\n{}", stage.log_of(name));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

/// A stranger is gated once, by whoever leads.
async fn gates(stage: &Stage, name: &str) {
    let stranger = stage.stranger(name);
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    let mutes = stage.simulator.calls_of("restrictChatMember").into_iter();
    let of_stranger = mutes.filter(|call| call.parameters["user_id"].as_i64() == Some(stranger));
    assert_eq!(of_stranger.count(), 1, "{name} was muted more than once");
}

fn conflicts(stage: &Stage) -> usize {
    let is_conflict = |outcome: &Outcome| matches!(outcome, Outcome::Error { code: 409, .. });
    stage.simulator.calls_of("getUpdates").iter().filter(|call| is_conflict(&call.outcome)).count()
}

async fn end(stage: Stage, last: BotProcess) {
    stage.until_the_promise_holds().await;
    assert!(last.stop().await.success());
    assert!(conflicts(&stage) <= 2, "{} requests met another's", conflicts(&stage));
    stage.end().await;
}

#[tokio::test]
async fn a_standby_polls_and_does_nothing_until_the_leader_is_killed() {
    let Pair { stage, leader, standby } = Pair::new().await;
    gates(&stage, "Sam").await;
    assert!(!stage.log_of("standby").contains("at work"));
    assert_eq!(stage.log_of("standby").matches("standing by").count(), 1);

    leader.kill();
    let late = stage.stranger("Kim");
    until_logged(&stage, "standby", "at work").await;
    stage.until_muted(late).await;
    gates(&stage, "Ida").await;
    end(stage, standby).await;
}

#[tokio::test]
async fn a_leader_that_is_asked_to_stop_makes_room_at_once() {
    let Pair { stage, leader, standby } = Pair::new().await;
    gates(&stage, "Sam").await;
    assert!(leader.stop().await.success());
    let took = until_logged(&stage, "standby", "at work").await;
    assert!(took < Duration::from_secs(3), "it took {took:?}");
    gates(&stage, "Ida").await;
    end(stage, standby).await;
}

#[tokio::test]
async fn a_crowd_that_comes_while_the_leader_dies_is_gated_with_one_notice() {
    let Pair { stage, leader, standby } = Pair::new().await;
    let before: Vec<i64> = (0..5).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    leader.kill();
    let after: Vec<i64> = (0..5).map(|number| stage.stranger(&format!("Kim {number}"))).collect();
    for person in before.into_iter().chain(after) {
        stage.until_muted(person).await;
    }
    stage.until_one_notice().await;
    stage.settle().await;
    stage.simulator.read(|world| assert_eq!(notices(world, stage.group, stage.bot).len(), 1));
    end(stage, standby).await;
}

#[tokio::test]
async fn a_leader_that_hung_finds_that_another_leads_and_stands_by() {
    let Pair { stage, leader, standby } = Pair::new().await;
    gates(&stage, "Sam").await;
    leader.signal("STOP");
    until_logged(&stage, "standby", "at work").await;
    gates(&stage, "Ida").await;

    leader.signal("CONT");
    until_logged(&stage, "leader", "leads no more").await;
    until_logged(&stage, "leader", "standing by").await;
    gates(&stage, "Kim").await;
    assert!(leader.stop().await.success());
    end(stage, standby).await;
}

#[tokio::test]
async fn redis_tells_who_leads_as_well_and_without_it_the_leader_goes_on() {
    let mut redis = RedisServer::start();
    let Pair { stage, leader, standby } = Pair::on(Stage::new().await.with("REDIS_URL", &redis.url())).await;
    gates(&stage, "Sam").await;

    redis.kill();
    gates(&stage, "Ida").await;
    tokio::time::sleep(TAKE_OVER).await;
    assert!(!stage.log_of("leader").contains("leads no more"));
    assert!(!stage.log_of("standby").contains("at work"));
    redis.restart();

    leader.kill();
    until_logged(&stage, "standby", "at work").await;
    gates(&stage, "Kim").await;
    end(stage, standby).await;
}
