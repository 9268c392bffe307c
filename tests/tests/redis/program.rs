//! The whole program with a Redis: two instances that know of each other's news, and one whose Redis goes away.

use std::{net::SocketAddr, time::Duration};

use portcullis_tests::{RedisServer, Stage, WebhookInstance, postgres::fresh_database, sql};
use reqwest::StatusCode;

use crate::brake::{lie, said, seen_long_ago};

/// For how long news may be on its way.
const SECOND: Duration = Duration::from_secs(1);

/// Two instances on one PostgreSQL and, where there is one, one Redis. Telegram delivers to the first; the second is told by hand.
struct Two {
    stage: Stage,
    first: WebhookInstance,
    second: WebhookInstance,
    _redis: Option<RedisServer>,
}

impl Two {
    /// They start on a database that `prepare` has been done to.
    async fn new(prepare: &[&str], is_protected: bool, redis: Option<RedisServer>) -> Self {
        let database = fresh_database();
        let mut stage = Stage::new().await.with("DATABASE_URL", &database);
        if let Some(redis) = &redis {
            stage = stage.with("REDIS_URL", &redis.url());
        }
        let [mut first, mut second] = ["first", "second"].map(WebhookInstance::new);
        if is_protected {
            first.start(&stage, first.address()).await;
            stage.protect().await;
            assert!(first.stop().await.success());
        }
        for statement in prepare {
            sql::run(&database, *statement).await;
        }
        second.start(&stage, second.address()).await;
        first.start(&stage, first.address()).await;
        Self { stage, first, second, _redis: redis }
    }

    /// Delivers a message in the group to the second.
    async fn tell_second(&self, number: i64, from: i64) {
        assert_eq!(self.second.tell(&self.stage, number, from, "hello").await, StatusCode::OK);
    }

    async fn end(self) {
        self.first.end(&self.stage).await;
        self.second.end(&self.stage).await;
        self.stage.end().await;
    }
}

async fn who_left_has_left_for_the_other(redis: Option<RedisServer>) {
    // Else the first would mute them by itself.
    let stays = r#"UPDATE protected_groups SET params = params || '{"gate_on_leave": false}'"#;
    let two = Two::new(&[stays], true, redis).await;
    let stage = &two.stage;
    let member = stage.member("Mia");
    two.tell_second(1, member).await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, member));

    stage.simulator.act(|world| world.leave(stage.channel, member)).unwrap();
    stage.settle().await;
    tokio::time::sleep(SECOND).await;
    assert!(!stage.simulator.is_muted(stage.group, member));
    two.tell_second(2, member).await;
    stage.until_muted(member).await;
    two.end().await;
}

async fn a_protected_group_is_gated_by_the_other_and_an_unprotected_one_is_not(redis: Option<RedisServer>) {
    let two = Two::new(&[], false, redis).await;
    let stage = &two.stage;
    let [sam, sue] = ["Sam", "Sue"].map(|name| stage.stranger(name));
    two.tell_second(1, sam).await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, sam));

    stage.protect().await;
    tokio::time::sleep(SECOND).await;
    two.tell_second(2, sam).await;
    stage.until_muted(sam).await;

    stage.owner_says("/unprotect");
    stage.until_free(sam).await;
    tokio::time::sleep(SECOND).await;
    two.tell_second(3, sue).await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, sue));
    two.end().await;
}

async fn who_joined_through_one_is_not_muted_again_by_the_other(redis: Option<RedisServer>) {
    let two = Two::new(&[], true, redis).await;
    let stage = &two.stage;
    let stranger = stage.stranger("Sam");
    two.tell_second(1, stranger).await;
    stage.until_muted(stranger).await;

    // Telegram tells the first, and the second has cached that they are outside.
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    let mutes = stage.count("restrictChatMember");
    two.tell_second(2, stranger).await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), mutes);
    two.end().await;
}

#[tokio::test]
async fn who_left_according_to_one_instance_has_left_for_the_other_a_second_later() {
    who_left_has_left_for_the_other(Some(RedisServer::start())).await;
}

#[tokio::test]
async fn who_left_according_to_one_instance_has_left_for_the_other_without_redis_too() {
    who_left_has_left_for_the_other(None).await;
}

#[tokio::test]
async fn a_group_protected_or_unprotected_by_one_instance_is_so_for_the_other() {
    a_protected_group_is_gated_by_the_other_and_an_unprotected_one_is_not(Some(RedisServer::start())).await;
}

#[tokio::test]
async fn a_group_protected_or_unprotected_by_one_instance_is_so_for_the_other_without_redis_too() {
    a_protected_group_is_gated_by_the_other_and_an_unprotected_one_is_not(None).await;
}

#[tokio::test]
async fn who_joined_through_one_instance_is_not_muted_again_by_the_other() {
    who_joined_through_one_is_not_muted_again_by_the_other(Some(RedisServer::start())).await;
}

#[tokio::test]
async fn who_joined_through_one_instance_is_not_muted_again_by_the_other_without_redis_either() {
    who_joined_through_one_is_not_muted_again_by_the_other(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_killed_and_hung_under_load_mutes_nobody_by_mistake_and_lets_nobody_through() {
    let mut redis = RedisServer::start();
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database()).with("REDIS_URL", &redis.url());
    let mut bot = WebhookInstance::new("bot");
    let address: SocketAddr = bot.address();
    bot.start(&stage, address).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    let members: Vec<i64> = (0..30).map(|number| stage.member(&format!("Mia {number}"))).collect();

    let (mut strangers, mut logged_before) = (Vec::new(), 0);
    for round in 0..30 {
        match round {
            5 => {
                logged_before = stage.log().len();
                tokio::task::block_in_place(|| redis.kill());
            }
            12 => tokio::task::block_in_place(|| redis.restart()),
            18 => redis.pause(),
            25 => redis.resume(),
            _ => {}
        }
        for member in &members {
            stage.say(*member, "hello");
        }
        let stranger = stage.stranger(&format!("Sam {round}"));
        stage.say(stranger, "buy this");
        strangers.push(stranger);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    stage.until("all strangers are muted", |world| strangers.iter().all(|one| world.is_muted(stage.group, *one))).await;
    let muted = |one: &i64| stage.simulator.is_muted(stage.group, *one);
    assert!(!members.iter().any(muted), "a member was muted");

    // It is used again, with no restart: what is looked up now is shared.
    tokio::time::sleep(5 * SECOND).await;
    let late = stage.stranger("Late");
    stage.say(late, "buy this");
    stage.until_muted(late).await;
    assert_eq!(redis.command(&["EXISTS", &format!("verify:{late}:{}", stage.channel)]), ":1");
    let log = stage.log().split_off(logged_before);
    for (words, times) in [("Redis is lost", 2), ("Redis is back", 2)] {
        assert_eq!(log.matches(words).count(), times, "`{words}`\n{log}");
    }
    bot.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn known_members_of_whom_telegram_says_left_are_let_be_by_both() {
    let two = Two::new(&[], true, Some(RedisServer::start())).await;
    let stage = &two.stage;
    let people: Vec<i64> = (0..60).map(|number| stage.simulator.add_user(&format!("Member {number}"))).collect();
    for person in &people {
        stage.join_unnoticed(stage.channel, *person);
        stage.join_unnoticed(stage.group, *person);
    }
    sql::run(&stage.database(), seen_long_ago(stage.group, &people)).await;
    let _lie = lie(stage, &people);
    for (number, pair) in (1..).zip(people.chunks(2)) {
        stage.say(pair[0], "good morning");
        two.tell_second(number, pair[1]).await;
    }
    let is_told = "I have stopped muting";
    stage.until_number("it has tripped", "SELECT COUNT(*) FROM brakes", 1).await;
    stage.settle().await;
    stage.until("all are free", |world| people.iter().all(|one| !world.is_muted(stage.group, *one))).await;
    assert!(stage.simulator.read(|world| world.mutes().len()) <= 10);
    assert_eq!(said(stage, is_told).len(), 1, "one of them says it");
    for (number, pair) in (100..).zip(people.chunks(2)) {
        stage.say(pair[0], "still here").unwrap();
        two.tell_second(number, pair[1]).await;
    }
    stage.settle().await;
    stage.until("nobody is muted", |world| people.iter().all(|one| !world.is_muted(stage.group, *one))).await;
    assert!(stage.simulator.read(|world| world.mutes().len()) <= 10);
    two.end().await;
}
