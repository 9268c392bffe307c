//! The limits of messages over all instances, and who of them leads.

use std::{sync::Arc, time::Duration};

use portcullis_cache::{RedisConnection, RedisLeadership, RedisMessageAllowance, SharedMessageLimits};
use portcullis_domain::{
    ChatId, UserId,
    lease::Holder,
    message::SendPriority,
    ports::{Leadership, LeadershipUnknown, MessageAllowance, NoRoom, WaitingMessage},
};
use portcullis_telegram::{LocalMessageLimiter, MessageLimiter, MessageLimits, SharedMessageLimiter};
use portcullis_tests::RedisServer;
use tokio::time::Instant;

use super::instance::BACK_WITHIN;

const BOT: UserId = UserId(7);
const OTHER_BOT: UserId = UserId(8);
const GROUP: ChatId = ChatId(-5);
const LIMITS: SharedMessageLimits = SharedMessageLimits { per_second: 25, per_group_per_minute: 20 };

/// A message of that number to `chat`.
fn message(number: u64, chat: ChatId, priority: SendPriority) -> WaitingMessage {
    WaitingMessage { number, chat, priority }
}

fn notice(number: u64, chat: ChatId) -> WaitingMessage {
    message(number, chat, SendPriority::Notice)
}

async fn connection(server: &RedisServer) -> RedisConnection {
    let connection = RedisConnection::open(&server.url().parse().unwrap()).unwrap();
    assert!(connection.connected(BACK_WITHIN).await);
    connection
}

async fn limiter(server: &RedisServer) -> Arc<SharedMessageLimiter> {
    let limits = MessageLimits { per_second: LIMITS.per_second, per_group_per_minute: LIMITS.per_group_per_minute };
    let allowance = Arc::new(RedisMessageAllowance::new(connection(server).await, BOT, LIMITS));
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
        .map(|connection| {
            RedisMessageAllowance::new(connection, BOT, SharedMessageLimits { per_second: 1_000, ..LIMITS })
        })
        .into();
    for number in 0..20 {
        assert_eq!(allowances[usize::from(number % 2 == 0)].take(notice(number, GROUP)).await, Ok(()));
    }
    for allowance in &allowances {
        let Err(NoRoom(wait)) = allowance.take(notice(20, GROUP)).await else { panic!("the group is full") };
        assert!((50..=60).contains(&wait.as_secs()), "{wait:?}");
    }
    for number in 30..60 {
        assert_eq!(allowances[0].take(notice(number, ChatId(7))).await, Ok(()));
    }
    assert_eq!(allowances[0].take(notice(60, ChatId(-6))).await, Ok(()));
}

#[tokio::test]
async fn one_bots_messages_and_leadership_are_none_of_anothers() {
    let server = RedisServer::start();
    let limits = SharedMessageLimits { per_second: 1, ..LIMITS };
    let [first, second] = [connection(&server).await, connection(&server).await];
    let [theirs, others] = [(first.clone(), BOT), (second.clone(), OTHER_BOT)]
        .map(|(connection, bot)| RedisMessageAllowance::new(connection, bot, limits));
    assert_eq!(theirs.take(notice(1, GROUP)).await, Ok(()));
    assert!(theirs.take(notice(2, GROUP)).await.is_err());
    assert_eq!(others.take(notice(1, GROUP)).await, Ok(()));
    let holder = Holder("same".to_owned());
    assert_eq!(RedisLeadership::new(first, BOT).hold(&holder).await, Ok(true));
    let leadership = RedisLeadership::new(second, OTHER_BOT);
    assert_eq!(leadership.hold(&Holder("another".to_owned())).await, Ok(true));
}

#[tokio::test]
async fn a_notice_of_one_instance_goes_before_the_answers_of_all() {
    let server = RedisServer::start();
    let limits = SharedMessageLimits { per_second: 2, ..LIMITS };
    let [here, there] = [connection(&server).await, connection(&server).await]
        .map(|connection| RedisMessageAllowance::new(connection, BOT, limits));
    let answer = |number| message(number, ChatId(7), SendPriority::Answer);
    for number in 0..2 {
        assert_eq!(here.take(answer(number)).await, Ok(()));
    }
    assert!(here.take(answer(2)).await.is_err());
    assert!(there.take(answer(3)).await.is_err());
    // Of two places one is kept for it.
    let Err(NoRoom(wait)) = there.take(notice(4, ChatId(8))).await else { panic!("there is no room") };
    tokio::time::sleep(wait + Duration::from_millis(100)).await;
    assert_eq!(here.take(answer(2)).await, Ok(()), "the other place is free");
    assert!(there.take(answer(3)).await.is_err(), "an answer took what was kept");
    assert_eq!(there.take(notice(4, ChatId(8))).await, Ok(()));
}

#[tokio::test]
async fn a_notice_that_nobody_sends_any_more_keeps_no_answer_waiting() {
    let server = RedisServer::start();
    let allowance =
        RedisMessageAllowance::new(connection(&server).await, BOT, SharedMessageLimits { per_second: 1, ..LIMITS });
    let answer = |number| message(number, ChatId(7), SendPriority::Answer);
    assert_eq!(allowance.take(answer(0)).await, Ok(()));
    assert!(allowance.take(notice(1, ChatId(8))).await.is_err());
    let mut waits = 0;
    while let Err(NoRoom(wait)) = allowance.take(answer(2)).await {
        tokio::time::sleep(wait).await;
        waits += 1;
        assert!(waits < 20, "it is kept waiting");
    }
}

#[tokio::test]
async fn without_redis_everything_is_allowed_and_nobody_leads() {
    let mut server = RedisServer::start();
    let connection = connection(&server).await;
    server.kill();
    let allowance = RedisMessageAllowance::new(connection.clone(), BOT, LIMITS);
    for number in 0..50 {
        assert_eq!(allowance.take(notice(number, GROUP)).await, Ok(()));
    }
    let leadership = RedisLeadership::new(connection, BOT);
    assert_eq!(leadership.hold(&Holder("first".to_owned())).await, Err(LeadershipUnknown));
}

#[tokio::test]
async fn one_leads_until_it_resigns_or_its_lease_ends() {
    let server = RedisServer::start();
    let (first, second) = (Holder("first".to_owned()), Holder("second".to_owned()));
    let leadership = RedisLeadership::new(connection(&server).await, BOT);
    assert_eq!(leadership.hold(&first).await, Ok(true));
    assert_eq!(leadership.hold(&second).await, Ok(false));
    assert_eq!(leadership.hold(&first).await, Ok(true), "it renews its lease");
    leadership.resign(&second).await;
    assert_eq!(leadership.hold(&second).await, Ok(false), "who does not lead has nothing to give up");
    leadership.resign(&first).await;
    assert_eq!(leadership.hold(&second).await, Ok(true));

    let left = server.command(&["PTTL", "portcullis:leader:7"]).trim_start_matches(':').parse::<u64>().unwrap();
    assert!((9_000..=10_000).contains(&left), "{left}");
    assert_eq!(server.command(&["PEXPIRE", "portcullis:leader:7", "1"]), ":1");
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(leadership.hold(&first).await, Ok(true));
}

#[tokio::test]
async fn a_message_of_every_priority_counts_in_its_groups_minute() {
    let server = RedisServer::start();
    let allowance = RedisMessageAllowance::new(connection(&server).await, BOT, LIMITS);
    for number in 0..20 {
        let priority = SendPriority::ALL[usize::try_from(number).unwrap() % SendPriority::ALL.len()];
        assert_eq!(allowance.take(message(number, GROUP, priority)).await, Ok(()));
    }
    for (number, priority) in (20..).zip(SendPriority::ALL) {
        assert!(allowance.take(message(number, GROUP, priority)).await.is_err(), "{priority:?}");
    }
}
