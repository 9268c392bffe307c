//! Who is in which channel, remembered by this process.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures::{FutureExt, future::join_all};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    ports::{BotApi, BotApiError, FloodWait, Memberships},
};

use crate::{
    flight::Failure,
    jitter::{Jitter, Randomness},
    memory::Memory,
    settings::{InvalidCacheSettings, MembershipCacheSettings},
};

/// How long it is remembered that nobody could tell: long enough that a Telegram in trouble is not asked again with every
/// message, short enough that people are judged properly as soon as it is well.
pub const UNKNOWN_TTL: Duration = Duration::from_secs(5);

/// Memberships, remembered by this process and looked up with `getChatMember`.
///
/// Counts each membership that was remembered as `bot_cache_hits_total{tier="process"}`, each that had to be looked up as
/// `bot_cache_misses_total`. Look-ups past the memory are neither.
pub struct CachedMemberships {
    bot: Arc<dyn BotApi>,
    memory: Memory<MembershipKey, Membership, Unanswered>,
    generations: Generations,
}

impl CachedMemberships {
    /// An empty memory in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        bot: Arc<dyn BotApi>,
        settings: &MembershipCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let MembershipCacheSettings { positive_ttl, negative_ttl, jitter_percent, capacity } = *settings;
        let ttl = move |membership: &Membership| match membership {
            Membership::Member => positive_ttl,
            Membership::NotMember => negative_ttl,
            Membership::Unknown => UNKNOWN_TTL,
        };
        let memory = Memory::new(capacity, Jitter::new(jitter_percent, randomness), ttl);
        Ok(Self { bot, memory, generations: Generations::default() })
    }

    fn key(&self, user: UserId, channel: ChannelId) -> MembershipKey {
        MembershipKey { user, channel, generation: self.generations.of(channel) }
    }

    async fn get_one(&self, user: UserId, channel: ChannelId) -> Result<Membership, FloodWait> {
        let key = self.key(user, channel);
        if let Some(membership) = self.memory.known(&key) {
            count_hits(1);
            return Ok(membership);
        }
        metrics::counter!("bot_cache_misses_total").increment(1);
        let bot = Arc::clone(&self.bot);
        let load = async move {
            match look_up(&*bot, user, channel).await {
                Err(Unanswered::Failed) => Ok(Membership::Unknown),
                answer => answer,
            }
        };
        self.memory.get(key, load.boxed()).await.or_else(settle)
    }

    async fn get_one_fresh(&self, user: UserId, channel: ChannelId) -> Result<Membership, FloodWait> {
        let bot = Arc::clone(&self.bot);
        // A failure here must not displace what is remembered: unlike after a miss, there may be something.
        let load = async move { look_up(&*bot, user, channel).await };
        self.memory.get_fresh(self.key(user, channel), load.boxed()).await.or_else(settle)
    }
}

#[async_trait]
impl Memberships for CachedMemberships {
    fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>> {
        let remembered = |&channel| Some((channel, self.memory.known(&self.key(user, channel))?));
        let memberships: Vec<_> = channels.iter().map(remembered).collect::<Option<_>>()?;
        // Where one is missing, `get` will be called, and counts.
        count_hits(memberships.len());
        Some(memberships)
    }

    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answers = join_all(channels.iter().map(|&channel| self.get_one(user, channel))).await;
        in_order(channels, answers)
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answers = join_all(channels.iter().map(|&channel| self.get_one_fresh(user, channel))).await;
        in_order(channels, answers)
    }

    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership) {
        let key = self.key(user, channel);
        match membership {
            Membership::Unknown => self.memory.forget(&key),
            Membership::Member | Membership::NotMember => self.memory.put(key, membership),
        }
    }

    async fn forget_channel(&self, channel: ChannelId) {
        self.generations.advance(channel);
    }
}

impl fmt::Debug for CachedMemberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedMemberships").finish_non_exhaustive()
    }
}

/// One look-up; where a tier shared by several processes would be asked first.
async fn look_up(bot: &dyn BotApi, user: UserId, channel: ChannelId) -> Result<Membership, Unanswered> {
    match bot.get_chat_member(channel.into(), user).await {
        Ok(status) => Ok(status.membership()),
        Err(BotApiError::RetryAfter(wait)) => Err(Unanswered::FloodWait(FloodWait(wait))),
        Err(error) => {
            tracing::warn!(%channel, %user, %error, "the membership could not be looked up");
            Err(Unanswered::Failed)
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

fn count_hits(hits: usize) {
    metrics::counter!("bot_cache_hits_total", "tier" => "process").increment(hits as u64);
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct MembershipKey {
    user: UserId,
    channel: ChannelId,
    generation: u32,
}

/// A number for each channel that is part of its keys: once it is another, nothing remembered or on its way under the old
/// one is ever found again, and its room is taken by what is used.
///
/// Channels share a fixed number of counters, so that no number of channels takes more room. Two that share one are
/// forgotten together, which costs look-ups and nothing else.
struct Generations(Vec<AtomicU32>);

impl Default for Generations {
    fn default() -> Self {
        Self((0..4096).map(|_| AtomicU32::new(0)).collect())
    }
}

impl Generations {
    fn of(&self, channel: ChannelId) -> u32 {
        self.counter(channel).load(Ordering::Acquire)
    }

    fn advance(&self, channel: ChannelId) {
        self.counter(channel).fetch_add(1, Ordering::AcqRel);
    }

    fn counter(&self, channel: ChannelId) -> &AtomicU32 {
        let index = channel.0.unsigned_abs() % self.0.len() as u64;
        &self.0[usize::try_from(index).unwrap_or_default()]
    }
}
