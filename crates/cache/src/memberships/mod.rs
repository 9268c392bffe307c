//! Who is in which channel, cached in this process, and in Redis where there is one.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared, join_all, ready},
};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    gate::Tally,
    group::Group,
    ports::{BotApi, BotApiError, CONFIRMED_FOR, Change, FloodWait, Memberships},
};

use tokio::time::Instant;

mod compact;
mod generations;

use self::{
    compact::{CachedMembership, CompactMemberships, MembershipKey},
    generations::Generations,
};
use crate::{
    invalidation::{InvalidationPublisher, Invalidations},
    loading_cache::{
        LoadingCache,
        jitter::{Jitter, Randomness},
        load::LoadError,
    },
    metrics::Metrics,
    redis::{
        RedisConnection,
        memberships::{RedisMemberships, StoredMembership},
    },
    settings::{InvalidCacheSettings, MembershipCacheSettings},
};

/// Memberships, cached in this process, then in Redis where there is one, and looked up with `getChatMember`.
///
/// Counts each membership that was cached as `bot_cache_hits_total{tier="process"}` or `{tier="redis"}`, each that had
/// to be looked up as `bot_cache_misses_total`. Look-ups past the caches are neither.
pub struct CachedMemberships {
    bot: Arc<dyn BotApi>,
    cache: LoadingCache<MembershipKey, CachedMembership, LookUpError, CompactMemberships>,
    generations: Arc<Generations>,
    redis: Option<RedisMemberships>,
    publisher: InvalidationPublisher,
    metrics: Arc<Metrics>,
}

impl CachedMemberships {
    /// An empty cache in this process alone, in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::shared(bot, settings, randomness, None, None)
    }

    /// An empty cache in this process, in front of the one in Redis where there is one, in front of `bot`; invalidated by
    /// what other instances publish where there are any.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
        redis: Option<&RedisConnection>,
        invalidations: Option<&Invalidations>,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let jitter = Jitter::new(settings.jitter_percent, randomness);
        let redis = redis.map(|redis| RedisMemberships::new(redis.clone(), *settings, jitter.clone()));
        let generations = Arc::<Generations>::default();
        let values = CompactMemberships::new(*settings, jitter, Arc::clone(&generations));
        let cache = LoadingCache::with_values(values);
        let (publisher, metrics) = (invalidations.into(), Arc::new(Metrics::new()));
        Ok(Self { bot, cache, generations, redis, publisher, metrics })
    }

    pub(crate) fn invalidate_local(&self, user: UserId, channel: ChannelId) {
        self.cache.invalidate(&self.key(user, channel));
    }

    pub(crate) fn invalidate_channel_local(&self, channel: ChannelId) {
        self.generations.advance(channel);
    }

    pub(crate) fn invalidate_all_local(&self) {
        // By the generation of each channel, since that is fast however much is cached.
        self.generations.advance_all();
    }

    /// What is cached in this process, without asking anybody; `None` if one of `channels` is not.
    ///
    /// In the order of `channels`.
    #[must_use]
    pub fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>> {
        let cached = |&channel| Some((channel, self.cached(user, channel)?.membership));
        let memberships: Vec<_> = channels.iter().map(cached).collect::<Option<_>>()?;
        // Where one is missing, `get` will be called, and counts.
        self.metrics.count_process_hits(memberships.len());
        Some(memberships)
    }

    /// The tally of what is cached in this process of a person's memberships in the channels of `group`, without asking
    /// anybody; `None` if that is too little.
    #[must_use]
    pub fn tally(&self, group: &Group, user: UserId) -> Option<Tally> {
        let mut hits = 0;
        let tally = Tally::of_cached(group, |channel| {
            let cached = self.cached(user, channel)?;
            hits += 1;
            Some(cached.membership)
        })?;
        // Where that is too little, `get` will be called, and counts.
        self.metrics.count_process_hits(hits);
        Some(tally)
    }

    /// Whether what is cached is no older than a look-up that began at `asked` needs it to be.
    fn is_recent(&self, user: UserId, channel: ChannelId, asked: Instant) -> bool {
        let known_since = self.cached(user, channel).and_then(|cached| cached.known_since);
        known_since.is_some_and(|known_since| asked.saturating_duration_since(known_since) <= CONFIRMED_FOR)
    }

    fn cached(&self, user: UserId, channel: ChannelId) -> Option<CachedMembership> {
        self.cache.get_if_present(&self.key(user, channel))
    }

    fn key(&self, user: UserId, channel: ChannelId) -> MembershipKey {
        MembershipKey { user, channel, generation: self.generations.of(channel) }
    }

    /// What Redis has of all these, read once and not before somebody needs it.
    fn stored(&self, user: UserId, channels: &[ChannelId]) -> Shared<BoxFuture<'static, Arc<[StoredMembership]>>> {
        let channels = channels.to_vec();
        match self.redis.clone() {
            Some(redis) => async move { redis.find(user, &channels).await.into() }.boxed().shared(),
            None => ready(vec![StoredMembership::default(); channels.len()].into()).boxed().shared(),
        }
    }

    /// A look-up, and where its result is stored and published.
    fn look_up(&self, user: UserId, channel: ChannelId, asked_for: AskedFor) -> LookUp {
        let (bot, metrics) = (Arc::clone(&self.bot), Arc::clone(&self.metrics));
        let (redis, publisher) = (self.redis.clone(), self.publisher.clone());
        LookUp { bot, redis, publisher, metrics, user, channel, asked_for }
    }

    async fn get_all(
        &self,
        user: UserId,
        channels: &[ChannelId],
        asked_for: AskedFor,
    ) -> Vec<Result<Membership, FloodWait>> {
        let keys = channels.iter().map(|&channel| self.key(user, channel));
        let lookups: Vec<_> = keys.map(|key| (self.cache.get_if_present(&key), key)).collect();
        let missing: Vec<_> = lookups.iter().filter(|(known, _)| known.is_none()).map(|(_, key)| key.channel).collect();
        self.metrics.count_process_hits(lookups.len() - missing.len());
        let stored = self.stored(user, &missing);
        let mut position = 0;
        let answers = lookups.into_iter().map(|(known, key)| {
            if let Some(known) = known {
                return ready(Ok(known.membership)).left_future();
            }
            let (look_up, stored, at) = (self.look_up(user, key.channel, asked_for), stored.clone(), position);
            position += 1;
            let load = async move { look_up.after_redis(&stored.await[at]).await };
            let answer = self.cache.get(key, load.boxed());
            async move { answer.await.map_or_else(unknown_unless_flood_wait, |cached| Ok(cached.membership)) }
                .right_future()
        });
        join_all(answers).await
    }

    async fn get_all_fresh(
        &self,
        user: UserId,
        channels: &[ChannelId],
        asked_for: AskedFor,
    ) -> Vec<Result<Membership, FloodWait>> {
        let stored = self.stored(user, channels);
        let answers = channels.iter().enumerate().map(|(at, &channel)| {
            let (look_up, stored) = (self.look_up(user, channel, asked_for), stored.clone());
            // A failure here must not displace what is cached: unlike after a miss, there may be something.
            let key = self.key(user, channel);
            let cached = self.cache.get_if_present(&key).map(|cached| cached.membership);
            let load = async move { look_up.past_caches(cached, &stored.await[at]).await };
            let answer = self.cache.get_fresh(key, load.boxed());
            async move { answer.await.map_or_else(unknown_unless_flood_wait, |cached| Ok(cached.membership)) }
        });
        join_all(answers).await
    }

    /// What is known, with «not a member» looked up again that is not recent.
    async fn confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
        asked_for: AskedFor,
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let asked = Instant::now();
        let mut answers = in_order(channels, self.get_all(user, channels, asked_for).await)?;
        let is_doubtful = |(channel, membership): &(ChannelId, Membership)| {
            *membership == Membership::NotMember && !self.is_recent(user, *channel, asked)
        };
        let doubtful: Vec<ChannelId> =
            answers.iter().filter(|answer| is_doubtful(answer)).map(|(channel, _)| *channel).collect();
        for (channel, fresh) in in_order(&doubtful, self.get_all_fresh(user, &doubtful, asked_for).await)? {
            answers.iter_mut().filter(|(asked, _)| *asked == channel).for_each(|(_, membership)| *membership = fresh);
        }
        Ok(answers)
    }
}

#[async_trait]
impl Memberships for CachedMemberships {
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        in_order(channels, self.get_all(user, channels, AskedFor::Event).await)
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        in_order(channels, self.get_all_fresh(user, channels, AskedFor::Event).await)
    }

    async fn get_fresh_for_press(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        in_order(channels, self.get_all_fresh(user, channels, AskedFor::Press).await)
    }

    async fn get_confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.confirmed(user, channels, AskedFor::Event).await
    }

    async fn get_confirmed_for_sweep(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.confirmed(user, channels, AskedFor::Sweep).await
    }

    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership) {
        let key = self.key(user, channel);
        match membership {
            Membership::Unknown => self.cache.invalidate(&key),
            Membership::Member | Membership::NotMember => {
                self.cache.put(key, CachedMembership::new(membership, Instant::now()));
            }
        }
        if let Some(redis) = &self.redis {
            redis.put(user, channel, membership).await;
            if membership == Membership::Unknown {
                // Somebody may have read what Redis had until now.
                self.invalidate_local(user, channel);
            }
        }
        self.publisher.publish(Change::Membership(user, channel));
    }

    async fn forget_channel(&self, channel: ChannelId) {
        self.invalidate_channel_local(channel);
        self.publisher.publish(Change::Channel(channel));
        let Some(redis) = &self.redis else { return };
        // Redis takes long to delete them; once it has, whatever was read there meanwhile goes too.
        redis.delete_channel(channel).await;
        self.invalidate_channel_local(channel);
        self.publisher.publish(Change::Channel(channel));
    }
}

impl fmt::Debug for CachedMemberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedMemberships").finish_non_exhaustive()
    }
}

/// One look-up of one user and channel.
struct LookUp {
    bot: Arc<dyn BotApi>,
    redis: Option<RedisMemberships>,
    publisher: InvalidationPublisher,
    metrics: Arc<Metrics>,
    user: UserId,
    channel: ChannelId,
    asked_for: AskedFor,
}

/// What a membership is looked up for.
#[derive(Clone, Copy)]
enum AskedFor {
    /// Something that has happened, whose author waits for nothing.
    Event,
    /// A pressed button, whose presser waits for the answer.
    Press,
    /// A sweep, which nobody waits for.
    Sweep,
}

impl LookUp {
    /// What Redis has, or else what Telegram says.
    async fn after_redis(self, stored: &StoredMembership) -> Result<CachedMembership, LookUpError> {
        if let Some(membership) = stored.membership() {
            self.metrics.count_redis_hits(1);
            return Ok(CachedMembership { membership, known_since: None, max_ttl: stored.remaining_ttl });
        }
        self.metrics.count_misses(1);
        let asked = Instant::now();
        match self.ask().await {
            Ok(membership) => {
                self.share(stored, membership).await;
                Ok(CachedMembership::new(membership, asked))
            }
            Err(LookUpError::Failed) => Ok(CachedMembership::new(Membership::Unknown, asked)),
            Err(wait) => Err(wait),
        }
    }

    /// What Telegram says, whatever is cached here or in Redis; if it is news, the other instances are told.
    async fn past_caches(
        self,
        cached: Option<Membership>,
        stored: &StoredMembership,
    ) -> Result<CachedMembership, LookUpError> {
        let asked = Instant::now();
        let membership = self.ask().await?;
        self.share(stored, membership).await;
        if stored.membership().or(cached) != Some(membership) {
            self.publisher.publish(Change::Membership(self.user, self.channel));
        }
        Ok(CachedMembership::new(membership, asked))
    }

    async fn ask(&self) -> Result<Membership, LookUpError> {
        let Self { user, channel, .. } = self;
        let answer = match self.asked_for {
            AskedFor::Event => self.bot.get_chat_member((*channel).into(), *user).await,
            AskedFor::Press => self.bot.get_chat_member_for_press((*channel).into(), *user).await,
            AskedFor::Sweep => {
                self.bot.get_chat_member_for_sweep((*channel).into(), *user).await.map(|member| member.status)
            }
        };
        match answer {
            Ok(status) => Ok(status.membership()),
            Err(BotApiError::RetryAfter(wait)) => Err(LookUpError::FloodWait(FloodWait(wait))),
            Err(error) => {
                tracing::warn!(
                    channel_id = channel.0,
                    user_id = user.0,
                    error = &error as &dyn std::error::Error,
                    "the membership could not be looked up"
                );
                Err(LookUpError::Failed)
            }
        }
    }

    async fn share(&self, stored: &StoredMembership, membership: Membership) {
        if let Some(redis) = &self.redis {
            redis.put_unless_changed(self.user, self.channel, stored, membership).await;
        }
    }
}

/// Why a look-up brought nothing to cache.
#[derive(Clone, Copy)]
enum LookUpError {
    FloodWait(FloodWait),
    Failed,
}

/// Nobody could tell, unless Telegram wants the caller to wait.
fn unknown_unless_flood_wait(error: LoadError<LookUpError>) -> Result<Membership, FloodWait> {
    match error {
        LoadError::Failed(LookUpError::FloodWait(wait)) => Err(wait),
        LoadError::Failed(LookUpError::Failed) | LoadError::Aborted => Ok(Membership::Unknown),
    }
}

/// The answers beside their channels; if some must wait, the longest wait.
fn in_order(
    channels: &[ChannelId],
    answers: Vec<Result<Membership, FloodWait>>,
) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
    let longest = answers.iter().filter_map(|answer| answer.err()).max_by_key(|FloodWait(wait)| *wait);
    longest.map_or_else(|| Ok(channels.iter().copied().zip(answers.into_iter().flatten()).collect()), Err)
}
