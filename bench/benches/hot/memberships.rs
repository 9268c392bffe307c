//! Looking a membership up where it is cached: in the process, and in Redis.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::Criterion;
use portcullis_bench::{
    ids,
    telegram::{Latencies, Telegram},
};
use portcullis_cache::{CachedMemberships, MembershipCacheSettings, RedisConnection, system_randomness};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    ports::{BotApi, Memberships},
};
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, MessageLimits, ProxySettings};
use portcullis_tests::{RedisServer, stage::TOKEN};

/// More than are looked up between two measurements.
const PEOPLE: u64 = 20_000;

const CHANNEL: [ChannelId; 1] = [ChannelId(ids::channel(0))];

pub(crate) fn bench(criterion: &mut Criterion) {
    let runtime = crate::runtime();
    let redis = RedisServer::start();
    let (telegram, api, connection) = runtime.block_on(async {
        let telegram = Telegram::start(Latencies::None).await.unwrap();
        let api = bot_api(&telegram);
        let connection = RedisConnection::open(&redis.url().parse().unwrap()).unwrap();
        assert!(connection.connected(Duration::from_secs(10)).await);
        (telegram, api, connection)
    });
    let fresh = || caches(&api, &connection);
    let filled = fresh();
    runtime.block_on(async {
        for number in 0..PEOPLE {
            filled.record(person(number), CHANNEL[0], Membership::Member).await;
        }
    });

    let mut group = criterion.benchmark_group("membership");
    group.bench_function("known to the process", |bencher| bencher.iter(|| filled.known(person(0), &CHANNEL)));
    group.bench_function("from Redis", |bencher| {
        bencher.to_async(&runtime).iter_custom(|count| async move {
            let memberships = fresh();
            let begun = Instant::now();
            for number in 0..count {
                memberships.get(person(number % PEOPLE), &CHANNEL).await.unwrap();
            }
            begun.elapsed()
        });
    });
    assert!(telegram.log().is_empty(), "nobody is looked up at Telegram");
    drop(group);
    runtime.block_on(connection.close());
}

fn person(number: u64) -> UserId {
    UserId(ids::member(number))
}

fn caches(api: &Arc<dyn BotApi>, redis: &RedisConnection) -> CachedMemberships {
    let settings = MembershipCacheSettings::default();
    CachedMemberships::shared(api.clone(), &settings, system_randomness(), Some(redis), None).unwrap()
}

fn bot_api(telegram: &Telegram) -> Arc<dyn BotApi> {
    let url = telegram.url().parse().unwrap();
    let client = ApiClient::new(&url, TOKEN.parse().unwrap(), &ProxySettings::default()).unwrap();
    Arc::new(FrankensteinBotApi::new(client, Arc::new(LocalMessageLimiter::new(MessageLimits::default()))))
}
