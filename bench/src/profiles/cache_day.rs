//! A day of messages to the cache of memberships, in a few minutes: whatever lives for a time lives shorter by as much as the
//! day is shorter. The process restarts four times in it, which a cache in Redis outlives.

use std::{
    collections::HashMap,
    f64::consts::TAU,
    sync::Arc,
    time::{Duration, Instant},
};

use portcullis_cache::{CachedMemberships, MembershipCacheSettings, RedisConnection, system_randomness};
use portcullis_domain::{
    ChannelId, UserId,
    ports::{BotApi, Memberships},
};
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, MessageLimits, ProxySettings};
use portcullis_tests::stage::TOKEN;

use super::Sizes;
use crate::{
    float::float,
    ids,
    report::Figures,
    stage::{Gate, Subject},
    telegram::Telegram,
    zipf::Zipf,
};

const DAY: Duration = Duration::from_hours(24);

/// How often the process restarts.
const RESTART_INTERVAL: Duration = Duration::from_hours(6);

/// By how much of the mean there are more messages at noon, and fewer at midnight.
const SWING: f64 = 0.8;

const CHANNEL: [ChannelId; 1] = [ChannelId(ids::channel(0))];

/// How long before this message its writer has written the last one, up to each of these times.
const AGES: [(Duration, &str); 5] = [
    (Duration::from_mins(1), "last message under 1 min ago"),
    (Duration::from_mins(5), "1–5 min ago"),
    (Duration::from_mins(10), "5–10 min ago"),
    (Duration::from_hours(1), "10–60 min ago"),
    (Duration::MAX, "longer ago, or never"),
];

/// Where a membership was found.
#[derive(Clone, Copy)]
enum Found {
    InProcess,
    InRedis,
    AtTelegram,
}

/// How many memberships were found where.
#[derive(Clone, Copy, Debug, Default)]
struct Counts([u64; 3]);

/// The caches, and what they ask.
struct Caches {
    telegram: Arc<dyn BotApi>,
    settings: MembershipCacheSettings,
    redis: Option<RedisConnection>,
}

pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    let Some(gate) = &subject.gate else { return Ok(figures) };
    let caches = Caches::new(gate, sizes.day_shortened_by).await?;
    let (zipf, shortened_by) = (Zipf::new(sizes.day_members)?, f64::from(sizes.day_shortened_by));
    let (mut all, mut by_age) = (Counts::default(), [Counts::default(); AGES.len()]);
    let mut last = HashMap::<u64, Duration>::new();
    let mut memberships = caches.fresh()?;
    let (begun, mut sent, mut restarts) = (Instant::now(), 0_u64, 0_u32);
    loop {
        let now = begun.elapsed().mul_f64(shortened_by);
        if now >= RESTART_INTERVAL * (restarts + 1) {
            (memberships, restarts) = (caches.fresh()?, restarts + 1);
        }
        let due = messages_until(now.min(DAY), sizes.day_messages_per_second);
        while sent < due {
            let member = zipf.next();
            let found = find(&memberships, &gate.telegram, UserId(ids::member(member))).await?;
            // Its own time: what is cached grows older also while the day falls behind.
            let at = begun.elapsed().mul_f64(shortened_by);
            let age = last.insert(member, at).map_or(Duration::MAX, |last| at.saturating_sub(last));
            let place = AGES.iter().position(|(up_to, _)| age <= *up_to).unwrap_or(AGES.len() - 1);
            all.add(found);
            by_age[place].add(found);
            sent += 1;
        }
        if now >= DAY {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    if let Some(redis) = &caches.redis {
        redis.close().await;
    }
    figures.put("messages", float(sent), "");
    figures.put("the day took", begun.elapsed().as_secs_f64(), "s");
    figures.put("API calls / 100 messages", all.share(Found::AtTelegram), "");
    all.put(&mut figures, "all");
    for ((_, age), counts) in AGES.iter().zip(by_age) {
        counts.put(&mut figures, age);
    }
    Ok(figures)
}

async fn find(memberships: &CachedMemberships, telegram: &Telegram, user: UserId) -> anyhow::Result<Found> {
    if memberships.known(user, &CHANNEL).is_some() {
        return Ok(Found::InProcess);
    }
    let asked = telegram.log().len();
    memberships.get(user, &CHANNEL).await?;
    Ok(if telegram.log().len() > asked { Found::AtTelegram } else { Found::InRedis })
}

/// How many messages there are from midnight to a time of the day.
fn messages_until(time: Duration, per_second: f64) -> u64 {
    let (time, day) = (time.as_secs_f64(), DAY.as_secs_f64());
    let mean = time - SWING * day / TAU * (TAU * time / day).sin();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a number of messages")]
    let messages = (mean * per_second) as u64;
    messages
}

impl Caches {
    async fn new(gate: &Gate, shortened_by: u32) -> anyhow::Result<Self> {
        let url = gate.telegram.url().parse()?;
        let client = ApiClient::new(&url, TOKEN.parse()?, &ProxySettings::default())?;
        let limiter = Arc::new(LocalMessageLimiter::new(MessageLimits::default()));
        let usual = MembershipCacheSettings::default();
        let settings = MembershipCacheSettings {
            positive_ttl: usual.positive_ttl / shortened_by,
            negative_ttl: usual.negative_ttl / shortened_by,
            ..usual
        };
        let redis = match &gate.store.redis_url {
            Some(url) => {
                let redis = RedisConnection::open(&url.parse()?)?;
                anyhow::ensure!(redis.connected(Duration::from_secs(10)).await, "Redis is away");
                Some(redis)
            }
            None => None,
        };
        Ok(Self { telegram: Arc::new(FrankensteinBotApi::new(client, limiter)), settings, redis })
    }

    /// The cache of a process that has just started.
    fn fresh(&self) -> anyhow::Result<CachedMemberships> {
        let (telegram, redis) = (self.telegram.clone(), self.redis.as_ref());
        Ok(CachedMemberships::shared(telegram, &self.settings, system_randomness(), redis, None)?)
    }
}

impl Counts {
    const fn add(&mut self, found: Found) {
        self.0[found as usize] += 1;
    }

    /// In percent.
    fn share(self, found: Found) -> f64 {
        100.0 * float(self.0[found as usize]) / float(self.0.iter().sum::<u64>().max(1))
    }

    fn put(self, figures: &mut Figures, of: &str) {
        if self.0.iter().sum::<u64>() == 0 {
            return;
        }
        let named =
            [(Found::InProcess, "in the process"), (Found::InRedis, "in Redis"), (Found::AtTelegram, "at Telegram")];
        for (found, name) in named {
            figures.put(format!("{of}: found {name}"), self.share(found), "%");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_mean_and_most_of_it_around_noon() {
        let until = |hours: u64| messages_until(Duration::from_hours(hours), 10.0);
        assert_eq!(until(24), 864_000);
        assert_eq!(until(12), 432_000);
        assert!(until(15) - until(9) > 3 * until(6), "{} {}", until(15) - until(9), until(6));
    }
}
