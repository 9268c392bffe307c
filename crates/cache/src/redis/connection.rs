//! The connection to Redis, which gives up soon and comes back by itself.

use std::{fmt, sync::Arc, time::Duration};

use fred::{
    clients::{Client, Pool},
    error::Error as FredError,
    interfaces::ClientLike,
    types::ConnectHandle,
};
use thiserror::Error;
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    client::{CALL_TIMEOUT, FailFastClient, builder, fail_fast, ping},
    health::{Health, monitor},
    url::{InvalidRedisUrl, RedisUrl},
};

/// Commands of all tasks share a connection, so that more of them would not be faster.
const CONNECTIONS: usize = 2;

/// Redis is down, did not answer in time, or refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no answer from Redis")]
pub struct RedisUnavailable;

/// A connection to Redis, be it up or down: it connects again and again by itself.
///
/// It is a circuit breaker: after one call that failed, all fail at once until a ping is answered. So a Redis that hangs
/// costs the calls then in flight their 100 ms, and no later call anything.
#[derive(Clone)]
pub struct RedisConnection(Arc<Shared>);

struct Shared {
    pool: Pool,
    is_clustered: bool,
    health: Arc<Health>,
    connecting: ConnectHandle,
    monitoring: JoinHandle<()>,
}

impl RedisConnection {
    /// Begins to connect to the Redis at `url`; waits for nothing, and must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// [`InvalidRedisUrl`]: the client can't be made for this address.
    pub fn open(url: &RedisUrl) -> Result<Self, InvalidRedisUrl> {
        let is_clustered = url.config().server.is_clustered();
        let builder = builder(url.config());
        let pool = builder.build_pool(CONNECTIONS).map_err(|error| InvalidRedisUrl::from(&error))?;
        let connecting = pool.connect();
        let health = Arc::<Health>::default();
        let monitoring = tokio::spawn(monitor(pool.clone(), Arc::clone(&health)));
        Ok(Self(Arc::new(Shared { pool, is_clustered, health, connecting, monitoring })))
    }

    /// Whether the last call or ping was answered.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.0.health.is_up()
    }

    /// Waits until Redis answers; `false` if it does not `within` this time.
    pub async fn connected(&self, within: Duration) -> bool {
        timeout(within, self.0.health.up()).await.is_ok()
    }

    /// How long Redis takes to answer now.
    ///
    /// # Errors
    ///
    /// [`RedisUnavailable`]: it does not, or not within 100 ms.
    pub async fn ping(&self) -> Result<Duration, RedisUnavailable> {
        let begun = Instant::now();
        if ping(self.0.pool.next()).await { Ok(begun.elapsed()) } else { Err(RedisUnavailable) }
    }

    /// Disconnects for good.
    pub async fn close(&self) {
        self.0.monitoring.abort();
        // A Redis that is down can't acknowledge it.
        let _acknowledged = timeout(CALL_TIMEOUT, self.0.pool.quit()).await;
        self.0.connecting.abort();
        self.0.health.mark_down();
    }

    /// Runs one command or several, within [`CALL_TIMEOUT`] altogether.
    ///
    /// A command that is not answered may have been executed all the same.
    pub(crate) async fn call<T, F>(
        &self,
        command: impl FnOnce(FailFastClient) -> F + Send,
    ) -> Result<T, RedisUnavailable>
    where
        F: Future<Output = Result<T, FredError>> + Send,
    {
        if !self.is_connected() {
            return Err(RedisUnavailable);
        }
        match timeout(CALL_TIMEOUT, command(fail_fast(self.0.pool.next()))).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => self.0.health.mark_failed(Some(error)),
            Err(_) => self.0.health.mark_failed(None),
        }
        Err(RedisUnavailable)
    }

    /// A client for what takes more than one answer, without any limit on its time.
    pub(crate) fn client(&self) -> Client {
        self.0.pool.next().clone()
    }

    /// Whether the keys are spread over several servers.
    pub(crate) fn is_clustered(&self) -> bool {
        self.0.is_clustered
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.monitoring.abort();
        self.connecting.abort();
    }
}

impl fmt::Debug for RedisConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConnection").field("is_connected", &self.is_connected()).finish_non_exhaustive()
    }
}
