//! Who is in which channel, remembered by Redis for all instances.

use std::{collections::HashSet, sync::Arc, time::Duration};

use fred::{
    error::Error,
    interfaces::{ClientLike, KeysInterface},
    types::{Key, Value},
};
use futures::{Stream, StreamExt, future::Either};
use portcullis_domain::{ChannelId, UserId, chat_member::Membership};
use tokio::time::{sleep, timeout};

use super::{
    backlog::{Debts, Owed},
    connection::{Commands, RedisConnection, RedisUnavailable},
    script::Script,
};
use crate::{loading_cache::jitter::Jitter, settings::MembershipCacheSettings};

/// How long it may take to find all the memberships of a channel, among millions of others.
const SEARCH_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait before what is owed is paid again.
const BEFORE_PAYING_AGAIN: Duration = Duration::from_millis(50);

/// How many keys are looked at, and how many removed, in one step: fast enough that nobody waits for it.
const STEP: u32 = 500;

/// Writes unless the value is another than it was: what came in between is newer.
///
/// `KEYS[1]` the membership; `ARGV[1]` what it was, `ARGV[2]` what it becomes, `ARGV[3]` for how many milliseconds.
static PUT_UNLESS_CHANGED: Script = Script::new(
    r"if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1",
);

/// The memberships that Redis remembers: the key `verify:{user_id}:{channel_id}`, the value `1` or `0`.
///
/// What Redis could not be told it is made to forget before it is asked again, so that being away makes it no liar.
#[derive(Clone)]
pub(crate) struct SharedMemberships {
    connection: RedisConnection,
    settings: MembershipCacheSettings,
    jitter: Jitter,
    owed: Arc<Owed>,
}

/// What Redis has for one person and channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    value: String,
    /// How long it will have that; `None`: for ever, or it has nothing.
    pub(crate) remaining: Option<Duration>,
}

impl Seen {
    /// `None` where Redis knows nothing of use.
    pub(crate) fn membership(&self) -> Option<Membership> {
        match self.value.as_str() {
            "1" => Some(Membership::Member),
            "0" => Some(Membership::NotMember),
            _ => None,
        }
    }
}

impl SharedMemberships {
    pub(crate) fn new(connection: RedisConnection, settings: MembershipCacheSettings, jitter: Jitter) -> Self {
        Self { connection, settings, jitter, owed: Arc::default() }
    }

    /// What Redis has for one person in several channels, in their order, in one round trip; nothing if it is away.
    pub(crate) async fn find(&self, user: UserId, channels: &[ChannelId]) -> Vec<Seen> {
        let keys: Vec<String> = channels.iter().map(|&channel| key(user, channel)).collect();
        let found = if self.is_usable() { self.connection.call(|redis| find(redis, keys)).await.ok() } else { None };
        found.filter(|found| found.len() == channels.len()).unwrap_or_else(|| vec![Seen::default(); channels.len()])
    }

    /// Remembers the answer of a look-up, unless something else has been written since `seen` was read.
    pub(crate) async fn put_unless_changed(
        &self,
        user: UserId,
        channel: ChannelId,
        seen: &Seen,
        membership: Membership,
    ) {
        let (Some(value), true) = (value(membership), self.is_usable()) else { return };
        let keys = [key(user, channel)];
        let arguments = [seen.value.clone(), value.to_owned(), self.ttl(membership).as_millis().to_string()];
        let put = |redis| async move { PUT_UNLESS_CHANGED.run::<i64>(&redis, &keys, &arguments).await };
        if self.connection.call(put).await.is_err() {
            tracing::debug!(%user, %channel, "a membership could not be shared");
        }
    }

    /// Remembers what Telegram has told unasked; forgets if that is `Unknown`.
    pub(crate) async fn put(&self, user: UserId, channel: ChannelId, membership: Membership) {
        let key = key(user, channel);
        let ttl = i64::try_from(self.ttl(membership).as_millis()).unwrap_or(i64::MAX);
        let put = |redis: Commands| async move {
            match value(membership) {
                Some(value) => {
                    redis.set::<(), _, _>(key, value, Some(fred::types::Expiration::PX(ttl)), None, false).await
                }
                None => redis.del::<(), _>(key).await,
            }
        };
        if self.connection.call(put).await.is_err() {
            self.owe(Debts { pairs: HashSet::from([(user, channel)]), ..Debts::default() });
        }
    }

    /// Forgets all the memberships of a channel.
    pub(crate) async fn forget_channel(&self, channel: ChannelId) {
        if self.remove_all(&pattern(channel)).await.is_err() {
            self.owe(Debts { channels: HashSet::from([channel]), ..Debts::default() });
        }
    }

    fn ttl(&self, membership: Membership) -> Duration {
        let ttl = match membership {
            Membership::Member => self.settings.positive_ttl,
            Membership::NotMember | Membership::Unknown => self.settings.negative_ttl,
        };
        self.jitter.scatter(ttl).max(Duration::from_millis(1))
    }

    /// Whether Redis is there and has nothing to unlearn.
    fn is_usable(&self) -> bool {
        self.connection.is_connected() && !self.owed.exists()
    }

    fn owe(&self, debts: Debts) {
        self.owed.add(debts);
        if self.owed.begin_to_pay() {
            tokio::spawn(self.clone().pay());
        }
    }

    /// Makes Redis unlearn, as soon as it is there, until nothing is owed.
    async fn pay(self) {
        loop {
            self.connection.connected(Duration::MAX).await;
            let bill = self.owed.all();
            let is_paid = self.remove_debts(&bill.debts).await.is_ok();
            if is_paid && self.owed.settle(&bill) {
                return;
            }
            sleep(BEFORE_PAYING_AGAIN).await;
        }
    }

    async fn remove_debts(&self, debts: &Debts) -> Result<(), RedisUnavailable> {
        if debts.everything {
            return self.remove_all("verify:*").await;
        }
        let keys: Vec<String> = debts.pairs.iter().map(|&(user, channel)| key(user, channel)).collect();
        self.remove(keys).await?;
        for &channel in &debts.channels {
            self.remove_all(&pattern(channel)).await?;
        }
        Ok(())
    }

    async fn remove_all(&self, pattern: &str) -> Result<(), RedisUnavailable> {
        if !self.connection.is_connected() {
            return Err(RedisUnavailable);
        }
        timeout(SEARCH_TIMEOUT, self.search_and_remove(pattern)).await.unwrap_or(Err(RedisUnavailable))
    }

    async fn search_and_remove(&self, pattern: &str) -> Result<(), RedisUnavailable> {
        let mut pages = std::pin::pin!(self.scan(pattern).chunks(STEP as usize));
        while let Some(page) = pages.next().await {
            let keys: Result<Vec<Key>, Error> = page.into_iter().collect();
            let keys = keys.map_err(|_| RedisUnavailable)?;
            self.remove(keys.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect()).await?;
        }
        Ok(())
    }

    fn scan(&self, pattern: &str) -> impl Stream<Item = Result<Key, Error>> + use<> {
        let (client, pattern) = (self.connection.client(), pattern.to_owned());
        if self.connection.is_clustered() {
            Either::Left(client.scan_cluster_buffered(pattern, Some(STEP), None))
        } else {
            Either::Right(client.scan_buffered(pattern, Some(STEP), None))
        }
    }

    async fn remove(&self, keys: Vec<String>) -> Result<(), RedisUnavailable> {
        for some in keys.chunks(STEP as usize) {
            let some = some.to_vec();
            self.connection.call(|redis| remove(redis, some)).await?;
        }
        Ok(())
    }
}

/// Several keys of a cluster may be on several servers, so that they are asked for one by one, all at once.
async fn find(redis: Commands, keys: Vec<String>) -> Result<Vec<Seen>, Error> {
    let pipeline = redis.pipeline().with_options(redis.options());
    for key in &keys {
        pipeline.get::<(), _>(key).await?;
        pipeline.pttl::<(), _>(key).await?;
    }
    let answers: Vec<Value> = pipeline.all().await?;
    let seen = answers.chunks(2).map(|pair| {
        let value = pair[0].as_string().unwrap_or_default();
        let remaining = pair.get(1).and_then(Value::as_i64).and_then(|left| u64::try_from(left).ok());
        Seen { value, remaining: remaining.map(Duration::from_millis) }
    });
    Ok(seen.collect())
}

async fn remove(redis: Commands, keys: Vec<String>) -> Result<(), Error> {
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
