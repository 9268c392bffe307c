//! What the instances share through Redis, if one is configured.

use std::{sync::Arc, time::Duration};

use futures::FutureExt;
use portcullis_cache::{RedisConnection, RedisMessageAllowance, SharedMessageLimits};
use portcullis_telegram::{LocalMessageLimiter, MessageLimiter, SharedMessageLimiter};

use crate::{
    Settings, Status,
    config::{InvalidSettings, variables},
};

/// How long the start waits for Redis, so that a restart does not ask Telegram what Redis knows.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);

/// Begins to connect to Redis, and has it watched; `None` without `REDIS_URL`. A Redis that is away ends no start.
pub(crate) fn open_redis(settings: &Settings, status: &Status) -> Result<Option<RedisConnection>, InvalidSettings> {
    let Some(url) = &settings.redis else { return Ok(None) };
    let opened = RedisConnection::open(url);
    let connection = opened.map_err(|error| InvalidSettings::wrong(variables::REDIS_URL, error))?;
    let watched = connection.clone();
    status.watch_redis(Arc::new(move || {
        let watched = watched.clone();
        async move { watched.ping().await.is_ok() }.boxed()
    }));
    Ok(Some(connection))
}

/// Waits for Redis, if one is configured, but not for long.
pub(crate) async fn wait_for_redis(redis: Option<&RedisConnection>) {
    if let Some(redis) = redis {
        redis.connected(CONNECT_TIMEOUT).await;
    }
}

/// The limit on messages: over all instances of the bot where they share a Redis.
pub(crate) fn message_limiter(settings: &Settings, redis: Option<&RedisConnection>) -> Arc<dyn MessageLimiter> {
    let local = LocalMessageLimiter::new(settings.limits);
    let Some(redis) = redis else { return Arc::new(local) };
    let limits = SharedMessageLimits {
        per_second: settings.limits.per_second,
        per_group_per_minute: settings.limits.per_group_per_minute,
    };
    let allowance = RedisMessageAllowance::new(redis.clone(), settings.bot_token.bot_id(), limits);
    Arc::new(SharedMessageLimiter::new(local, Arc::new(allowance)))
}
