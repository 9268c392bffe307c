//! What it costs an instance that Redis goes away, or another instance dies: nothing.

use std::time::{Duration, Instant};

use portcullis_tests::{Operations, RedisServer, Stage, WebhookInstance, postgres::fresh_database};
use reqwest::StatusCode;

/// How long a window is in which calls and statements are counted: longer than it takes to notice what happened.
const WINDOW: Duration = Duration::from_secs(12);

/// How long Redis is away: longer than any time that a cache without it could be given for a while.
const OUTAGE: Duration = Duration::from_mins(1);

/// How often everybody speaks in a window.
const ROUNDS: u32 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_killed_for_a_minute_under_two_hundred_warm_members_costs_not_one_look_up() {
    let mut redis = RedisServer::start();
    let mut stage = Stage::new().await.with("REDIS_URL", &redis.url());
    stage.start();
    stage.protect().await;
    let members: Vec<i64> = (0..200).map(|number| stage.member(&format!("Mia {number}"))).collect();
    let all_speak = async || {
        for member in &members {
            stage.say(*member, "hello");
        }
        stage.settle().await;
    };
    all_speak().await;
    let looked_up = stage.count("getChatMember");

    for (change, lasts) in [(RedisServer::kill as fn(&mut RedisServer), OUTAGE), (RedisServer::restart, WINDOW)] {
        tokio::task::block_in_place(|| change(&mut redis));
        let over = Instant::now() + lasts;
        while Instant::now() < over {
            all_speak().await;
            tokio::time::sleep(WINDOW / ROUNDS).await;
        }
    }
    assert_eq!(stage.count("getChatMember"), looked_up);
    assert!(!members.iter().any(|member| stage.simulator.is_muted(stage.group, *member)));
    stage.end().await;
}

/// Three instances on one PostgreSQL and, perhaps, one Redis; Telegram delivers to the first.
struct Three {
    stage: Stage,
    instances: Vec<WebhookInstance>,
    members: Vec<i64>,
    updates: i64,
    _redis: Option<RedisServer>,
}

impl Three {
    async fn new(redis: Option<RedisServer>) -> Self {
        let mut stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
        if let Some(redis) = &redis {
            stage = stage.with("REDIS_URL", &redis.url());
        }
        let mut instances = ["first", "second", "third"].map(WebhookInstance::new);
        let public = instances[0].address();
        for instance in &mut instances {
            instance.start(&stage, public).await;
        }
        stage.protect().await;
        let members = (0..40).map(|number| stage.member(&format!("Mia {number}"))).collect();
        Self { stage, instances: instances.into(), members, updates: 0, _redis: redis }
    }

    /// Everybody speaks, to each instance that is there.
    async fn all_speak(&mut self) {
        for instance in &self.instances {
            for member in &self.members {
                self.updates += 1;
                assert_eq!(instance.tell(&self.stage, self.updates, *member, "hello").await, StatusCode::OK);
            }
        }
        self.stage.settle().await;
    }

    /// How many look-ups there are in a window, and how many statements the first two instances run in a second of it:
    /// most of these are regular, and a window is longer on a busy machine.
    async fn cost_of_a_window(&mut self) -> (usize, f64) {
        let (looked_up, ran, began) = (self.stage.count("getChatMember"), self.statements().await, Instant::now());
        for _ in 0..ROUNDS {
            self.all_speak().await;
            tokio::time::sleep(WINDOW / ROUNDS).await;
        }
        let rate = (self.statements().await - ran) / began.elapsed().as_secs_f64();
        (self.stage.count("getChatMember") - looked_up, rate)
    }

    async fn statements(&self) -> f64 {
        let mut sum = 0.0;
        for name in ["first", "second"] {
            let metrics = Operations::of_log(|| self.stage.log_of(name)).await.get("/metrics").await.text;
            let counts = metrics.lines().filter(|line| line.starts_with("bot_db_query_latency_seconds_count"));
            sum += counts.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum::<f64>();
        }
        sum
    }
}

async fn one_of_three_is_killed(redis: Option<RedisServer>) {
    let mut three = Three::new(redis).await;
    three.all_speak().await;
    three.all_speak().await;
    let (looked_up, ran) = three.cost_of_a_window().await;
    assert_eq!(looked_up, 0, "they are not warm");

    let mut third = three.instances.pop().unwrap();
    tokio::task::block_in_place(|| third.kill());
    let (looked_up, ran_after) = three.cost_of_a_window().await;
    assert_eq!(looked_up, 0, "the others look up again");
    // What falls due once a minute falls into one window or the other.
    assert!(ran_after <= ran * 1.5, "{ran} statements a second before and {ran_after} after");
    assert!(!three.members.iter().any(|member| three.stage.simulator.is_muted(three.stage.group, *member)));
    for instance in three.instances {
        instance.end(&three.stage).await;
    }
    three.stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_three_instances_killed_costs_the_others_neither_look_ups_nor_statements() {
    one_of_three_is_killed(Some(RedisServer::start())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_three_instances_killed_costs_the_others_nothing_without_redis_either() {
    one_of_three_is_killed(None).await;
}
