//! Who is in which channel, remembered by this process, and by Redis where there is one.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared, join_all, ready},
};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    ports::{BotApi, BotApiError, FloodWait, Memberships},
};

mod generations;

use self::generations::Generations;
use crate::{
    invalidation::{Invalidations, message::Change, publisher::Others},
    loading_cache::{
        Memory,
        jitter::{Jitter, Randomness},
        load::Failure,
    },
    metrics::Meters,
    redis::{
        RedisConnection,
        memberships::{Seen, SharedMemberships},
    },
    settings::{InvalidCacheSettings, MembershipCacheSettings},
};

/// How long it is remembered that nobody could tell: long enough that a Telegram in trouble is not asked again with every
/// message, short enough that people are judged properly as soon as it is well.
pub const UNKNOWN_TTL: Duration = Duration::from_secs(5);

/// Memberships, remembered by this process, then by Redis where there is one, and looked up with `getChatMember`.
///
/// Counts each membership that was remembered as `bot_cache_hits_total{tier="process"}` or `{tier="redis"}`, each that had
/// to be looked up as `bot_cache_misses_total`. Look-ups past the memory are neither.
pub struct CachedMemberships {
    bot: Arc<dyn BotApi>,
    memory: Memory<MembershipKey, Remembered, Unanswered>,
    generations: Generations,
    redis: Option<SharedMemberships>,
    others: Others,
    meters: Arc<Meters>,
}

impl CachedMemberships {
    /// An empty memory of this process alone, in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(bot, settings, randomness, None)
    }

    /// An empty memory of this process, in front of that of Redis, in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
        redis: &RedisConnection,
        invalidations: &Invalidations,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(bot, settings, randomness, Some((redis, invalidations)))
    }

    fn build(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
        shared: Option<(&RedisConnection, &Invalidations)>,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let jitter = Jitter::new(settings.jitter_percent, randomness);
        let others: Others = shared.map_or_else(Others::default, |(_, invalidations)| invalidations.into());
        let ttl = {
            let (settings, others) = (*settings, others.clone());
            move |remembered: &Remembered| others.limit(remembered.ttl(&settings))
        };
        let redis = shared.map(|(redis, _)| SharedMemberships::new(redis.clone(), *settings, jitter.clone()));
        let memory = Memory::new(settings.capacity, jitter, ttl);
        let meters = Arc::new(Meters::new());
        Ok(Self { bot, memory, generations: Generations::default(), redis, others, meters })
    }

    pub(crate) fn forget_here(&self, user: UserId, channel: ChannelId) {
        self.memory.forget(&self.key(user, channel));
    }

    pub(crate) fn forget_channel_here(&self, channel: ChannelId) {
        self.generations.advance(channel);
    }

    pub(crate) fn forget_all_here(&self) {
        // By the number of each channel, since that is fast however much is remembered.
        self.generations.advance_all();
    }

    /// What this process remembers, without asking anybody; `None` if it does not remember every one of `channels`.
    ///
    /// In the order of `channels`.
    #[must_use]
    pub fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>> {
        let remembered = |&channel| Some((channel, self.memory.known(&self.key(user, channel))?.membership));
        let memberships: Vec<_> = channels.iter().map(remembered).collect::<Option<_>>()?;
        // Where one is missing, `get` will be called, and counts.
        self.meters.process_hits(memberships.len());
        Some(memberships)
    }

    fn key(&self, user: UserId, channel: ChannelId) -> MembershipKey {
        MembershipKey { user, channel, generation: self.generations.of(channel) }
    }

    /// What Redis knows of all these, asked once and not before somebody needs it.
    fn seen(&self, user: UserId, channels: &[ChannelId]) -> Shared<BoxFuture<'static, Arc<[Seen]>>> {
        let channels = channels.to_vec();
        match self.redis.clone() {
            Some(redis) => async move { redis.find(user, &channels).await.into() }.boxed().shared(),
            None => ready(vec![Seen::default(); channels.len()].into()).boxed().shared(),
        }
    }

    /// A look-up, with the place to tell its answer.
    fn look_up(&self, user: UserId, channel: ChannelId) -> LookUp {
        let (redis, others) = (self.redis.clone(), self.others.clone());
        LookUp { bot: Arc::clone(&self.bot), redis, others, meters: Arc::clone(&self.meters), user, channel }
    }

    async fn get_all(&self, user: UserId, channels: &[ChannelId]) -> Vec<Result<Membership, FloodWait>> {
        let keys = channels.iter().map(|&channel| self.key(user, channel));
        let places: Vec<_> = keys.map(|key| (self.memory.known(&key), key)).collect();
        let missing: Vec<_> = places.iter().filter(|(known, _)| known.is_none()).map(|(_, key)| key.channel).collect();
        self.meters.process_hits(places.len() - missing.len());
        let seen = self.seen(user, &missing);
        let mut position = 0;
        let answers = places.into_iter().map(|(known, key)| {
            if let Some(known) = known {
                return ready(Ok(known.membership)).left_future();
            }
            let (look_up, seen, at) = (self.look_up(user, key.channel), seen.clone(), position);
            position += 1;
            let load = async move { look_up.after_redis(&seen.await[at]).await };
            let answer = self.memory.get(key, load.boxed());
            async move { answer.await.map_or_else(settle, |remembered| Ok(remembered.membership)) }.right_future()
        });
        join_all(answers).await
    }

    async fn get_all_fresh(&self, user: UserId, channels: &[ChannelId]) -> Vec<Result<Membership, FloodWait>> {
        let seen = self.seen(user, channels);
        let answers = channels.iter().enumerate().map(|(at, &channel)| {
            let (look_up, seen) = (self.look_up(user, channel), seen.clone());
            // A failure here must not displace what is remembered: unlike after a miss, there may be something.
            let load = async move { look_up.past_redis(&seen.await[at]).await };
            let answer = self.memory.get_fresh(self.key(user, channel), load.boxed());
            async move { answer.await.map_or_else(settle, |remembered| Ok(remembered.membership)) }
        });
        join_all(answers).await
    }
}

#[async_trait]
impl Memberships for CachedMemberships {
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        in_order(channels, self.get_all(user, channels).await)
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        in_order(channels, self.get_all_fresh(user, channels).await)
    }

    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership) {
        match membership {
            Membership::Unknown => self.forget_here(user, channel),
            Membership::Member | Membership::NotMember => self.memory.put(self.key(user, channel), membership.into()),
        }
        let Some(redis) = &self.redis else { return };
        redis.put(user, channel, membership).await;
        if membership == Membership::Unknown {
            // Somebody may have read what Redis had until now.
            self.forget_here(user, channel);
        }
        self.others.tell(Change::Membership(user, channel));
    }

    async fn forget_channel(&self, channel: ChannelId) {
        self.forget_channel_here(channel);
        let Some(redis) = &self.redis else { return };
        // Redis is long about it; once it is done, whatever was read there meanwhile goes too.
        self.others.tell(Change::Channel(channel));
        redis.forget_channel(channel).await;
        self.forget_channel_here(channel);
        self.others.tell(Change::Channel(channel));
    }
}

impl fmt::Debug for CachedMemberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedMemberships").finish_non_exhaustive()
    }
}

/// A membership, and for how long at most.
#[derive(Clone, Copy)]
struct Remembered {
    membership: Membership,
    /// What remains of its time in Redis: two tiers must not remember it twice as long.
    at_most: Option<Duration>,
}

impl From<Membership> for Remembered {
    fn from(membership: Membership) -> Self {
        Self { membership, at_most: None }
    }
}

impl Remembered {
    fn ttl(&self, settings: &MembershipCacheSettings) -> Duration {
        let ttl = match self.membership {
            Membership::Member => settings.positive_ttl,
            Membership::NotMember => settings.negative_ttl,
            Membership::Unknown => UNKNOWN_TTL,
        };
        self.at_most.map_or(ttl, |at_most| ttl.min(at_most))
    }
}

/// One question about one person and channel.
struct LookUp {
    bot: Arc<dyn BotApi>,
    redis: Option<SharedMemberships>,
    others: Others,
    meters: Arc<Meters>,
    user: UserId,
    channel: ChannelId,
}

impl LookUp {
    /// What Redis has, or else what Telegram says.
    async fn after_redis(self, seen: &Seen) -> Result<Remembered, Unanswered> {
        if let Some(membership) = seen.membership() {
            self.meters.redis_hits(1);
            return Ok(Remembered { membership, at_most: seen.remaining });
        }
        self.meters.misses(1);
        match self.ask().await {
            Ok(membership) => {
                self.share(seen, membership).await;
                Ok(membership.into())
            }
            Err(Unanswered::Failed) => Ok(Membership::Unknown.into()),
            Err(wait) => Err(wait),
        }
    }

    /// What Telegram says, whatever Redis has.
    async fn past_redis(self, seen: &Seen) -> Result<Remembered, Unanswered> {
        let membership = self.ask().await?;
        self.share(seen, membership).await;
        if self.redis.is_some() && seen.membership() != Some(membership) {
            self.others.tell(Change::Membership(self.user, self.channel));
        }
        Ok(membership.into())
    }

    async fn ask(&self) -> Result<Membership, Unanswered> {
        let Self { user, channel, .. } = self;
        match self.bot.get_chat_member((*channel).into(), *user).await {
            Ok(status) => Ok(status.membership()),
            Err(BotApiError::RetryAfter(wait)) => Err(Unanswered::FloodWait(FloodWait(wait))),
            Err(error) => {
                tracing::warn!(%channel, %user, %error, "the membership could not be looked up");
                Err(Unanswered::Failed)
            }
        }
    }

    async fn share(&self, seen: &Seen, membership: Membership) {
        if let Some(redis) = &self.redis {
            redis.put_unless_changed(self.user, self.channel, seen, membership).await;
        }
    }
}

/// Why a look-up brought nothing to remember.
#[derive(Clone, Copy)]
enum Unanswered {
    FloodWait(FloodWait),
    Failed,
}

/// Nobody could tell, unless Telegram wants the caller to wait.
fn settle(failure: Failure<Unanswered>) -> Result<Membership, FloodWait> {
    match failure {
        Failure::Failed(Unanswered::FloodWait(wait)) => Err(wait),
        Failure::Failed(Unanswered::Failed) | Failure::CutShort => Ok(Membership::Unknown),
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

#[derive(Clone, PartialEq, Eq, Hash)]
struct MembershipKey {
    user: UserId,
    channel: ChannelId,
    generation: u32,
}
