//! What is shared through Redis, on each kind of it: reached by TLS, found by sentinels, spread over a cluster.

use std::{sync::Arc, time::Duration};

use portcullis_cache::{
    MembershipCacheSettings, RedisConnection, RedisLeadership, RedisMessageAllowance, SharedMessageLimits, TrustedRoots,
};
use portcullis_domain::{
    ChannelId, ChatId, UserId,
    chat_member::Membership,
    lease::Holder,
    message::SendPriority,
    ports::{Leadership, Memberships, MessageAllowance, WaitingMessage},
};
use portcullis_tests::{
    RedisServer,
    redis::{Certificates, RedisCluster, RedisSentinels},
};
use tokio::time::Instant;

use super::{
    instance::{BACK_WITHIN, Instance, database, eventually},
    memberships::OnServer,
};
use crate::scripted_bot_api::ScriptedBotApi;

const BOT: UserId = UserId(7);
const GROUP: ChatId = ChatId(-5);
const ALICE: UserId = UserId(1);
const NEWS: ChannelId = ChannelId(-1_001);
const BLOG: ChannelId = ChannelId(-1_002);

/// How long it may take until another server has taken over: what the servers take, and what the client does.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(20);

fn open(url: &str) -> RedisConnection {
    RedisConnection::open(&url.parse().unwrap()).unwrap()
}

/// The contract of the memberships, and what must hold of the limits and the leadership: each on connections of its own,
/// to servers that `flush` empties.
async fn the_contract_holds(connect: impl Fn() -> RedisConnection, flush: impl Fn()) {
    let folder = tempfile::tempdir().unwrap();
    let database = database(folder.path()).await;
    let adapter = async |bot: Arc<ScriptedBotApi>, settings: MembershipCacheSettings| {
        flush();
        let instance = Instance::open_on(connect(), &database, &bot, &settings);
        instance.is_ready().await;
        OnServer::shared(instance)
    };
    crate::memberships_contract! { in turn adapter }
    flush();
    the_limits_are_those_of_all(&connect(), &connect()).await;
    one_leads(&connect(), &connect()).await;
}

async fn the_limits_are_those_of_all(here: &RedisConnection, there: &RedisConnection) {
    assert!(here.connected(BACK_WITHIN).await && there.connected(BACK_WITHIN).await);
    let limits = SharedMessageLimits { per_second: 1_000, per_group_per_minute: 20 };
    let [here, there] = [here, there].map(|connection| RedisMessageAllowance::new(connection.clone(), BOT, limits));
    // Every priority has keys of its own, all in one script.
    for number in 0..20 {
        let priority = SendPriority::ALL[usize::try_from(number).unwrap() % SendPriority::ALL.len()];
        let allowance = if number % 2 == 0 { &here } else { &there };
        assert_eq!(allowance.take(WaitingMessage { number, chat: GROUP, priority }).await, Ok(()));
    }
    for (number, allowance) in [(20, &here), (21, &there)] {
        let notice = WaitingMessage { number, chat: GROUP, priority: SendPriority::Notice };
        assert!(allowance.take(notice).await.is_err(), "the group is full");
    }
}

async fn one_leads(here: &RedisConnection, there: &RedisConnection) {
    assert!(here.connected(BACK_WITHIN).await && there.connected(BACK_WITHIN).await);
    let [here, there] = [here, there].map(|connection| RedisLeadership::new(connection.clone(), BOT));
    let [first, second] = ["first", "second"].map(|name| Holder(name.to_owned()));
    assert_eq!((here.hold(&first).await, there.hold(&second).await), (Ok(true), Ok(false)));
    here.resign(&first).await;
    assert_eq!((there.hold(&second).await, here.hold(&first).await), (Ok(true), Ok(false)));
}

/// What changes while nothing answers is not served afterwards; `paused` tells the servers to stand still, and to go on.
async fn what_it_could_not_be_told_it_does_not_tell(
    connection: RedisConnection,
    paused: impl Fn(bool),
    stored: impl Fn(&str) -> String,
) {
    let folder = tempfile::tempdir().unwrap();
    let (database, bot) = (database(folder.path()).await, Arc::new(ScriptedBotApi::new()));
    let instance = Instance::open_on(connection, &database, &bot, &MembershipCacheSettings::default());
    instance.is_ready().await;
    let people: Vec<UserId> = (1..=20).map(UserId).collect();
    for user in &people {
        instance.memberships.record(*user, NEWS, Membership::Member).await;
        instance.memberships.record(*user, BLOG, Membership::Member).await;
    }
    let key = |user: &UserId, channel: ChannelId| format!("verify:{}:{}", user.0, channel.0);
    assert!(people.iter().all(|user| stored(&key(user, NEWS)) == "1"));
    paused(true);
    for user in &people {
        instance.memberships.record(*user, NEWS, Membership::NotMember).await;
    }
    instance.memberships.forget_channel(BLOG).await;
    paused(false);
    assert!(instance.connection.connected(BACK_WITHIN).await);
    let none_is_told =
        || people.iter().all(|user| [NEWS, BLOG].iter().all(|channel| stored(&key(user, *channel)) != "1"));
    eventually("nothing is told as it was", BACK_WITHIN, none_is_told).await;
}

/// A membership is stored and found again by another instance, as soon as the servers have settled.
async fn is_used_again(here: &RedisConnection, stored: impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let (database, bot) = (database(folder.path()).await, Arc::new(ScriptedBotApi::new()));
    let instance = Instance::open_on(here.clone(), &database, &bot, &MembershipCacheSettings::default());
    let begun = Instant::now();
    for number in 1_000.. {
        let user = UserId(number);
        instance.memberships.record(user, NEWS, Membership::Member).await;
        if stored(&format!("verify:{number}:{}", NEWS.0)) == "1" {
            return;
        }
        assert!(begun.elapsed() < TAKEN_OVER_WITHIN, "it is not used again: {:?}", here.failure());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn by_tls(server: &RedisServer, certificates: &Certificates) -> RedisConnection {
    let roots = std::fs::read_to_string(certificates.authority()).unwrap();
    RedisConnection::open_trusting(&server.url().parse().unwrap(), TrustedRoots::from_pem(&roots).unwrap()).unwrap()
}

#[tokio::test]
async fn the_contract_holds_by_tls() {
    let certificates = Certificates::issued_for("IP:127.0.0.1");
    let server = RedisServer::start_by_tls(&certificates);
    the_contract_holds(|| by_tls(&server, &certificates), || server.flush()).await;
    let paused = |is_paused| if is_paused { server.pause() } else { server.resume() };
    let stored = |key: &str| server.command(&["GET", key]);
    what_it_could_not_be_told_it_does_not_tell(by_tls(&server, &certificates), paused, stored).await;
}

#[tokio::test]
async fn a_server_that_nobody_trusted_vouches_for_is_not_talked_to() {
    let [certificates, others] = ["IP:127.0.0.1", "DNS:redis.example.org"].map(Certificates::issued_for);
    let server = RedisServer::start_by_tls(&certificates);
    let strange = by_tls(&server, &others);
    assert!(!strange.connected(Duration::from_secs(1)).await);
    let why = strange.failure().unwrap();
    assert!(why.contains("none of the authorities"), "{why}");

    let misnamed = RedisServer::start_by_tls(&others);
    let misled = by_tls(&misnamed, &others);
    assert!(!misled.connected(Duration::from_secs(1)).await);
    let why = misled.failure().unwrap();
    assert!(why.contains("for another name"), "{why}");
    assert!(TrustedRoots::from_pem("no certificate").is_err());
}

#[tokio::test]
async fn the_contract_holds_with_sentinels_and_after_they_have_put_another_in_its_place() {
    let mut sentinels = RedisSentinels::start(1, 1);
    the_contract_holds(|| open(&sentinels.url()), || sentinels.leader().flush()).await;
    let connection = open(&sentinels.url());
    assert!(connection.connected(BACK_WITHIN).await);
    sentinels.fail_over();
    is_used_again(&connection, |key| sentinels.leader().command(&["GET", key])).await;
    the_contract_holds(|| open(&sentinels.url()), || sentinels.leader().flush()).await;
}

#[tokio::test]
async fn a_sentinel_that_was_named_is_asked_again_when_those_it_told_of_are_gone() {
    let mut sentinels = RedisSentinels::start(2, 2);
    let connection = open(&sentinels.url());
    assert!(connection.connected(BACK_WITHIN).await);
    // The last one named is asked first, and tells of the other alone.
    sentinels.sentinels()[0].kill();
    sentinels.leader_mut().restart();
    is_used_again(&connection, |key| sentinels.leader().command(&["GET", key])).await;
}

#[tokio::test]
async fn the_contract_holds_in_a_cluster_and_after_a_server_has_died() {
    let mut cluster = RedisCluster::start();
    the_contract_holds(|| open(&cluster.url()), || cluster.flush()).await;
    let connection = open(&cluster.url());
    assert!(connection.connected(BACK_WITHIN).await);
    cluster.fail_over();
    is_used_again(&connection, |key| cluster.command(key, &["GET", key])).await;
    cluster.flush();
    one_leads(&open(&cluster.url()), &connection).await;
}

#[tokio::test]
async fn keys_that_move_to_another_server_of_a_cluster_are_followed() {
    let cluster = RedisCluster::start();
    let (connection, other) = (open(&cluster.url()), open(&cluster.url()));
    assert!(connection.connected(BACK_WITHIN).await && other.connected(BACK_WITHIN).await);
    let folder = tempfile::tempdir().unwrap();
    let (database, bot) = (database(folder.path()).await, Arc::new(ScriptedBotApi::new()));
    let instance = Instance::open_on(connection.clone(), &database, &bot, &MembershipCacheSettings::default());
    let key = format!("verify:{}:{}", ALICE.0, NEWS.0);
    instance.memberships.record(ALICE, NEWS, Membership::Member).await;
    assert_eq!(cluster.command(&key, &["GET", &key]), "1");

    cluster.move_slot_of(&key);
    cluster.move_slot_of("{portcullis:messages:7}");
    cluster.move_slot_of("portcullis:leader:7");
    assert_eq!(cluster.command(&key, &["GET", &key]), "1", "the key moved with its slot");
    // A write that finds the key elsewhere may fail once, and then what it was to say must not be told otherwise.
    instance.memberships.record(ALICE, NEWS, Membership::NotMember).await;
    let stored = || cluster.command(&key, &["GET", &key]) != "1";
    eventually("what was is not told", BACK_WITHIN, stored).await;
    is_used_again(&connection, |key| cluster.command(key, &["GET", key])).await;
    settled(&connection).await;
    settled(&other).await;
    one_leads(&connection, &other).await;
    the_limits_are_those_of_all(&connection, &other).await;
}

/// Waits until a client has learnt where the keys of the bot are now: the first command that meets a moved one fails.
async fn settled(connection: &RedisConnection) {
    let holder = Holder("settling".to_owned());
    let leadership = RedisLeadership::new(connection.clone(), BOT);
    let limits = SharedMessageLimits { per_second: 1_000, per_group_per_minute: 20 };
    let begun = Instant::now();
    let mut answered = 0;
    // In turn on each of its connections.
    while answered < 4 {
        answered = if leadership.hold(&holder).await.is_ok() { answered + 1 } else { 0 };
        leadership.resign(&holder).await;
        let elsewhere = WaitingMessage { number: 1, chat: ChatId(9), priority: SendPriority::Answer };
        let _counted = RedisMessageAllowance::new(connection.clone(), BOT, limits).take(elsewhere).await;
        assert!(begun.elapsed() < TAKEN_OVER_WITHIN, "it does not settle: {:?}", connection.failure());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_cluster_that_hangs_does_not_tell_afterwards_what_it_could_not_be_told() {
    let cluster = RedisCluster::start();
    let paused = |is_paused| {
        // For less than the others would take it for dead.
        cluster.servers().iter().for_each(|server| if is_paused { server.pause() } else { server.resume() });
    };
    let stored = |key: &str| cluster.command(key, &["GET", key]);
    what_it_could_not_be_told_it_does_not_tell(open(&cluster.url()), paused, stored).await;
}

#[tokio::test]
async fn a_name_and_a_password_of_any_letters_let_it_in() {
    let server = RedisServer::start();
    let password = ">p@ss:w/rd#%?&+ü";
    let set = ["ACL", "SETUSER", "bot@home", "on", password, "~verify:*", "~*portcullis:*", "+@all"];
    assert_eq!(server.command(&set), "+OK");
    let url = |password: &str| format!("redis://bot%40home:{password}@{}", server.address());
    let connection = open(&url("p%40ss%3Aw%2Frd%23%25%3F%26+%C3%BC"));
    assert!(connection.connected(BACK_WITHIN).await, "{:?}", connection.failure());
    assert!(server.command(&["CLIENT", "LIST"]).contains("user=bot@home"));
    // These rights are enough.
    one_leads(&connection, &connection).await;
    the_limits_are_those_of_all(&connection, &connection).await;

    let wrong = open(&url("s3cret"));
    assert!(!wrong.connected(Duration::from_secs(1)).await);
    let why = wrong.failure().unwrap();
    assert!(why.contains("WRONGPASS") && !why.contains("s3cret"), "{why}");
}
