//! The limits of messages over all instances, and who of them leads.

use std::{sync::Arc, time::Duration};

use portcullis_cache::{RedisConnection, RedisLeadership, RedisMessageAllowance, SharedMessageLimits};
use portcullis_domain::{
    ChatId,
    lease::Holder,
    message::SendPriority,
    ports::{Leadership, LeadershipUnknown, MessageAllowance, NoRoom},
};
use portcullis_telegram::{LocalMessageLimiter, MessageLimiter, MessageLimits, SharedMessageLimiter};
use portcullis_tests::RedisServer;
use tokio::time::Instant;

use crate::instance::BACK_WITHIN;

const GROUP: ChatId = ChatId(-5);
const LIMITS: SharedMessageLimits = SharedMessageLimits { per_second: 25, per_group_per_minute: 20 };

async fn connection(server: &RedisServer) -> RedisConnection {
    let connection = RedisConnection::open(&server.url().parse().unwrap()).unwrap();
    assert!(connection.connected(BACK_WITHIN).await);
    connection
}

async fn limiter(server: &RedisServer) -> Arc<SharedMessageLimiter> {
    let limits = MessageLimits { per_second: LIMITS.per_second, per_group_per_minute: LIMITS.per_group_per_minute };
    let allowance = Arc::new(RedisMessageAllowance::new(connection(server).await, LIMITS));
    Arc::new(SharedMessageLimiter::new(LocalMessageLimiter::new(limits), allowance))
}

#[tokio::test]
async fn no_second_of_two_instances_together_has_more_than_the_limit() {
    let server = RedisServer::start();
    let limiters = [limiter(&server).await, limiter(&server).await];
    let begun = Instant::now();
    let sending = (1..=100).map(|chat| {
        let limiter = Arc::clone(&limiters[chat % 2]);
        tokio::spawn(async move {
            limiter.acquire(ChatId(i64::try_from(chat).unwrap()), SendPriority::Notice).await;
            begun.elapsed()
        })
    });
    let mut sent: Vec<Duration> = futures::future::join_all(sending).await.into_iter().map(Result::unwrap).collect();
    sent.sort();
    for window in sent.windows(26) {
        // Redis counts them some milliseconds before they are seen here.
        assert!(window[25].saturating_sub(window[0]) > Duration::from_millis(900), "{sent:?}");
    }
    assert!(sent[99] < Duration::from_millis(4_500), "none is wasted: {:?}", sent[99]);
}

#[tokio::test]
async fn a_group_has_its_limit_over_all_instances_and_private_chats_have_none() {
    let server = RedisServer::start();
    let allowances: Vec<_> = [connection(&server).await, connection(&server).await]
        .map(|connection| RedisMessageAllowance::new(connection, SharedMessageLimits { per_second: 1_000, ..LIMITS }))
        .into();
    for message in 0..20 {
        assert_eq!(allowances[message % 2].take(GROUP).await, Ok(()));
    }
    for allowance in &allowances {
        let Err(NoRoom(wait)) = allowance.take(GROUP).await else { panic!("the group is full") };
        assert!((50..=60).contains(&wait.as_secs()), "{wait:?}");
    }
    for _ in 0..30 {
        assert_eq!(allowances[0].take(ChatId(7)).await, Ok(()));
    }
    assert_eq!(allowances[0].take(ChatId(-6)).await, Ok(()));
}

#[tokio::test]
async fn without_redis_everything_is_allowed_and_nobody_leads() {
    let mut server = RedisServer::start();
    let connection = connection(&server).await;
    server.kill();
    let allowance = RedisMessageAllowance::new(connection.clone(), LIMITS);
    for _ in 0..50 {
        assert_eq!(allowance.take(GROUP).await, Ok(()));
    }
    let leadership = RedisLeadership::new(connection);
    assert_eq!(leadership.hold(&Holder("first".to_owned())).await, Err(LeadershipUnknown));
}

#[tokio::test]
async fn one_leads_until_it_resigns_or_its_lease_ends() {
    let server = RedisServer::start();
    let (first, second) = (Holder("first".to_owned()), Holder("second".to_owned()));
    let leadership = RedisLeadership::new(connection(&server).await);
    assert_eq!(leadership.hold(&first).await, Ok(true));
    assert_eq!(leadership.hold(&second).await, Ok(false));
    assert_eq!(leadership.hold(&first).await, Ok(true), "it renews its lease");
    leadership.resign(&second).await;
    assert_eq!(leadership.hold(&second).await, Ok(false), "who does not lead has nothing to give up");
    leadership.resign(&first).await;
    assert_eq!(leadership.hold(&second).await, Ok(true));

    let left = server.command(&["PTTL", "portcullis:leader"]).trim_start_matches(':').parse::<u64>().unwrap();
    assert!((9_000..=10_000).contains(&left), "{left}");
    assert_eq!(server.command(&["PEXPIRE", "portcullis:leader", "1"]), ":1");
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(leadership.hold(&first).await, Ok(true));
}
