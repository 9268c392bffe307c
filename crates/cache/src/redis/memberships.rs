//! Who is in which channel, cached in Redis for all instances.

use std::{collections::HashSet, sync::Arc, time::Duration};

use fred::{
    error::Error,
    interfaces::{ClientLike, KeysInterface},
    types::{Expiration, Key, Value},
};
use futures::{Stream, StreamExt, future::Either};
use portcullis_domain::{ChannelId, UserId, chat_member::Membership};
use tokio::time::{sleep, timeout};

use super::{
    backlog::{Backlog, PendingDeletes},
    client::FailFastClient,
    connection::{RedisConnection, RedisUnavailable},
    script::Script,
};
use crate::{loading_cache::jitter::Jitter, settings::MembershipCacheSettings};

/// How long it may take to find all the memberships of a channel, among millions of others.
const SCAN_TIMEOUT: Duration = Duration::from_secs(10);

const FLUSH_RETRY_DELAY: Duration = Duration::from_millis(50);

/// How many keys are scanned, and how many deleted, with one command: few enough that no other command waits for long.
const BATCH_SIZE: u32 = 500;

/// Writes unless the value is another than it was: what came in between is newer.
///
/// `KEYS[1]` the membership; `ARGV[1]` what it was, `ARGV[2]` what it becomes, `ARGV[3]` for how many milliseconds.
static PUT_UNLESS_CHANGED: Script = Script::new(
    r"if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1",
);

/// The memberships in Redis: the key `verify:{user_id}:{channel_id}`, the value `1` or `0`.
///
/// What changes while Redis is down is deleted there before anything is read again, so that Redis never serves an old
/// value.
#[derive(Clone)]
pub(crate) struct RedisMemberships {
    connection: RedisConnection,
    settings: MembershipCacheSettings,
    jitter: Jitter,
    backlog: Arc<Backlog>,
}

/// What Redis has for one user and channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StoredMembership {
    value: String,
    /// How long it stays in Redis; `None` if it does not expire, or there is none.
    pub(crate) remaining_ttl: Option<Duration>,
}

impl StoredMembership {
    /// `None` where Redis has nothing of use.
    pub(crate) fn membership(&self) -> Option<Membership> {
        match self.value.as_str() {
            "1" => Some(Membership::Member),
            "0" => Some(Membership::NotMember),
            _ => None,
        }
    }
}

impl RedisMemberships {
    pub(crate) fn new(connection: RedisConnection, settings: MembershipCacheSettings, jitter: Jitter) -> Self {
        Self { connection, settings, jitter, backlog: Arc::default() }
    }

    /// What Redis has for one user in several channels, in their order, in one round trip; nothing if it is down.
    pub(crate) async fn find(&self, user: UserId, channels: &[ChannelId]) -> Vec<StoredMembership> {
        let keys: Vec<String> = channels.iter().map(|&channel| key(user, channel)).collect();
        let found = if self.is_usable() { self.connection.call(|redis| find(redis, keys)).await.ok() } else { None };
        let found = found.filter(|found| found.len() == channels.len());
        found.unwrap_or_else(|| vec![StoredMembership::default(); channels.len()])
    }

    /// Stores the result of a look-up, unless something else has been written since `stored` was read.
    pub(crate) async fn put_unless_changed(
        &self,
        user: UserId,
        channel: ChannelId,
        stored: &StoredMembership,
        membership: Membership,
    ) {
        let (Some(value), true) = (value(membership), self.is_usable()) else { return };
        let keys = [key(user, channel)];
        let arguments = [stored.value.clone(), value.to_owned(), self.ttl(membership).as_millis().to_string()];
        let put = |redis| async move { PUT_UNLESS_CHANGED.run::<i64>(&redis, &keys, &arguments).await };
        if self.connection.call(put).await.is_err() {
            tracing::debug!(user_id = user.0, channel_id = channel.0, "a membership could not be stored in Redis");
        }
    }

    /// Stores what an update said; deletes if that is `Unknown`.
    pub(crate) async fn put(&self, user: UserId, channel: ChannelId, membership: Membership) {
        let key = key(user, channel);
        let ttl = i64::try_from(self.ttl(membership).as_millis()).unwrap_or(i64::MAX);
        let put = |redis: FailFastClient| async move {
            match value(membership) {
                Some(value) => redis.set::<(), _, _>(key, value, Some(Expiration::PX(ttl)), None, false).await,
                None => redis.del::<(), _>(key).await,
            }
        };
        if self.connection.call(put).await.is_err() {
            let memberships = HashSet::from([(user, channel)]);
            self.delete_later(PendingDeletes { memberships, ..PendingDeletes::default() });
        }
    }

    /// Deletes all the memberships of a channel.
    pub(crate) async fn delete_channel(&self, channel: ChannelId) {
        if self.delete_matching(&pattern(channel)).await.is_err() {
            let channels = HashSet::from([channel]);
            self.delete_later(PendingDeletes { channels, ..PendingDeletes::default() });
        }
    }

    fn ttl(&self, membership: Membership) -> Duration {
        self.jitter.apply(self.settings.ttl(membership)).max(Duration::from_millis(1))
    }

    /// Whether Redis is up and has no old values.
    fn is_usable(&self) -> bool {
        self.connection.is_connected() && self.backlog.is_empty()
    }

    fn delete_later(&self, deletes: PendingDeletes) {
        self.backlog.add(deletes);
        if self.backlog.begin_flush() {
            tokio::spawn(self.clone().flush());
        }
    }

    /// Deletes what is pending once Redis is up, again and again until nothing is.
    async fn flush(self) {
        loop {
            self.connection.connected(Duration::MAX).await;
            let pending = self.backlog.snapshot();
            let is_flushed = self.delete_pending(&pending.deletes).await.is_ok();
            if is_flushed && self.backlog.complete_flush(&pending) {
                return;
            }
            sleep(FLUSH_RETRY_DELAY).await;
        }
    }

    async fn delete_pending(&self, deletes: &PendingDeletes) -> Result<(), RedisUnavailable> {
        if deletes.everything {
            return self.delete_matching("verify:*").await;
        }
        let keys: Vec<String> = deletes.memberships.iter().map(|&(user, channel)| key(user, channel)).collect();
        self.delete(keys).await?;
        for &channel in &deletes.channels {
            self.delete_matching(&pattern(channel)).await?;
        }
        Ok(())
    }

    async fn delete_matching(&self, pattern: &str) -> Result<(), RedisUnavailable> {
        if !self.connection.is_connected() {
            return Err(RedisUnavailable);
        }
        timeout(SCAN_TIMEOUT, self.scan_and_delete(pattern)).await.unwrap_or(Err(RedisUnavailable))
    }

    async fn scan_and_delete(&self, pattern: &str) -> Result<(), RedisUnavailable> {
        let mut batches = std::pin::pin!(self.scan(pattern).chunks(BATCH_SIZE as usize));
        while let Some(batch) = batches.next().await {
            let keys: Result<Vec<Key>, Error> = batch.into_iter().collect();
            let keys = keys.map_err(|_| RedisUnavailable)?;
            self.delete(keys.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect()).await?;
        }
        Ok(())
    }

    fn scan(&self, pattern: &str) -> impl Stream<Item = Result<Key, Error>> + use<> {
        let (client, pattern) = (self.connection.client(), pattern.to_owned());
        if self.connection.is_clustered() {
            Either::Left(client.scan_cluster_buffered(pattern, Some(BATCH_SIZE), None))
        } else {
            Either::Right(client.scan_buffered(pattern, Some(BATCH_SIZE), None))
        }
    }

    async fn delete(&self, keys: Vec<String>) -> Result<(), RedisUnavailable> {
        for batch in keys.chunks(BATCH_SIZE as usize) {
            let batch = batch.to_vec();
            self.connection.call(|redis| delete(redis, batch)).await?;
        }
        Ok(())
    }
}

/// The keys of a cluster may be on several servers, so that each is a command of its own, all in one pipeline.
async fn find(redis: FailFastClient, keys: Vec<String>) -> Result<Vec<StoredMembership>, Error> {
    let pipeline = redis.pipeline().with_options(redis.options());
    for key in &keys {
        pipeline.get::<(), _>(key).await?;
        pipeline.pttl::<(), _>(key).await?;
    }
    let answers: Vec<Value> = pipeline.all().await?;
    let stored = answers.chunks(2).map(|pair| {
        let value = pair[0].as_string().unwrap_or_default();
        let remaining_ttl = pair.get(1).and_then(Value::as_i64).and_then(|left| u64::try_from(left).ok());
        StoredMembership { value, remaining_ttl: remaining_ttl.map(Duration::from_millis) }
    });
    Ok(stored.collect())
}

async fn delete(redis: FailFastClient, keys: Vec<String>) -> Result<(), Error> {
    let pipeline = redis.pipeline().with_options(redis.options());
    for key in keys {
        pipeline.del::<(), _>(key).await?;
    }
    pipeline.all::<Value>().await.map(drop)
}

fn key(user: UserId, channel: ChannelId) -> String {
    format!("verify:{}:{}", user.0, channel.0)
}

fn pattern(channel: ChannelId) -> String {
    format!("verify:*:{}", channel.0)
}

const fn value(membership: Membership) -> Option<&'static str> {
    match membership {
        Membership::Member => Some("1"),
        Membership::NotMember => Some("0"),
        Membership::Unknown => None,
    }
}
