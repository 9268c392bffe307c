//! What the instances share through Redis, if one is configured.

use std::{sync::Arc, time::Duration};

use futures::FutureExt;
use portcullis_cache::{Caches, Invalidations, RedisConnection, RedisMessageAllowance, SharedMessageLimits};
use portcullis_telegram::{LocalMessageLimiter, MessageLimiter, SharedMessageLimiter};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{InvalidSettings, Settings, operations::Status, variables};

/// How long the start waits for Redis, so that a restart does not ask Telegram what Redis knows.
const HEAD_START: Duration = Duration::from_millis(500);

/// How long the last words to the other instances may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// Opens the connection to Redis, and has it watched; `None` without `REDIS_URL`. A Redis that is away ends no start.
pub(crate) async fn open_redis(
    settings: &Settings,
    status: &Status,
) -> Result<Option<RedisConnection>, InvalidSettings> {
    let Some(url) = &settings.redis else { return Ok(None) };
    let opened = RedisConnection::open(url);
    let connection =
        opened.map_err(|error| InvalidSettings::new(variables::REDIS_URL, format!("is wrong: {error}")))?;
    let watched = connection.clone();
    status.watch_redis(Arc::new(move || {
        let watched = watched.clone();
        async move { watched.ping().await.is_ok() }.boxed()
    }));
    connection.connected(HEAD_START).await;
    Ok(Some(connection))
}

/// The limit on messages: over all instances where they share a Redis.
pub(crate) fn message_limiter(settings: &Settings, redis: Option<&RedisConnection>) -> Arc<dyn MessageLimiter> {
    let local = LocalMessageLimiter::new(settings.limits);
    let Some(redis) = redis else { return Arc::new(local) };
    let limits = SharedMessageLimits {
        per_second: settings.limits.per_second,
        per_group_per_minute: settings.limits.per_group_per_minute,
    };
    Arc::new(SharedMessageLimiter::new(local, Arc::new(RedisMessageAllowance::new(redis.clone(), limits))))
}

/// Telling the other instances what changes here, and hearing what changes there; it ends when dropped.
#[derive(Debug, Default)]
pub struct Hearing(Option<(CancellationToken, JoinHandle<()>)>);

impl Hearing {
    /// Begins.
    pub(crate) fn start(invalidations: &Invalidations, memories: Caches) -> Self {
        let stop = CancellationToken::new();
        let task = invalidations.start(move |change| memories.forget(change), stop.clone());
        Self(Some((stop, task)))
    }

    /// Says what is left to say, and ends.
    pub async fn stop(mut self) {
        if let Some((stop, task)) = self.0.take() {
            stop.cancel();
            // Who can't be told within this time notices the silence.
            let _ended = tokio::time::timeout(FAREWELL, task).await;
        }
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        if let Some((stop, _)) = &self.0 {
            stop.cancel();
        }
    }
}
