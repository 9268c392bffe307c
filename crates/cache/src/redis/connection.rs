//! The connection to Redis, which gives up soon and comes back by itself.

use std::{fmt, sync::Arc, time::Duration};

use fred::{clients::Client, error::Error as FredError, types::config::Config};
use thiserror::Error;
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    client::{CALL_TIMEOUT, FailFastClient, fail_fast, ping},
    clients::Clients,
    health::{Health, monitor},
    trusted_roots::TrustedRoots,
    url::{InvalidRedisUrl, RedisUrl},
};

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
    clients: Arc<Clients>,
    is_clustered: bool,
    health: Arc<Health>,
    monitoring: JoinHandle<()>,
}

impl RedisConnection {
    /// Begins to connect to the Redis at `url`; by TLS, if it says so, to a server whose certificate an authority issued that
    /// this machine trusts. Waits for nothing, and must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// [`InvalidRedisUrl`]: the client can't be made for this address.
    pub fn open(url: &RedisUrl) -> Result<Self, InvalidRedisUrl> {
        let tls = if url.is_by_tls() { Some(TrustedRoots::of_system()?.into_config()) } else { None };
        Self::connect(Config { tls, ..url.config() })
    }

    /// The same by TLS, to a server whose certificate one of these issued.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_trusting(url: &RedisUrl, roots: TrustedRoots) -> Result<Self, InvalidRedisUrl> {
        Self::connect(Config { tls: Some(roots.into_config()), ..url.config() })
    }

    fn connect(config: Config) -> Result<Self, InvalidRedisUrl> {
        let is_clustered = config.server.is_clustered();
        let clients = Arc::new(Clients::open(config).map_err(|error| InvalidRedisUrl::from(&error))?);
        let health = Arc::<Health>::default();
        let monitoring = tokio::spawn(monitor(Arc::clone(&clients), Arc::clone(&health)));
        Ok(Self(Arc::new(Shared { clients, is_clustered, health, monitoring })))
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

    /// Why Redis could not be reached the last time; `None` while it is, or if nobody has told a reason yet.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.0.health.note_failure(&self.0.clients, self.is_connected());
        self.0.health.failure()
    }

    /// How long Redis takes to answer now.
    ///
    /// # Errors
    ///
    /// [`RedisUnavailable`]: it does not, or not within 100 ms.
    pub async fn ping(&self) -> Result<Duration, RedisUnavailable> {
        let begun = Instant::now();
        if ping(&self.0.clients.next()).await { Ok(begun.elapsed()) } else { Err(RedisUnavailable) }
    }

    /// Disconnects for good.
    pub async fn close(&self) {
        self.0.monitoring.abort();
        self.0.clients.close().await;
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
        match timeout(CALL_TIMEOUT, command(fail_fast(&self.0.clients.next()))).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => self.0.health.mark_failed(Some(error)),
            Err(_) => self.0.health.mark_failed(None),
        }
        Err(RedisUnavailable)
    }

    /// A client for what takes more than one answer, without any limit on its time.
    pub(crate) fn client(&self) -> Client {
        self.0.clients.next()
    }

    /// Whether the keys are spread over several servers.
    pub(crate) fn is_clustered(&self) -> bool {
        self.0.is_clustered
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.monitoring.abort();
    }
}

impl fmt::Debug for RedisConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConnection").field("is_connected", &self.is_connected()).finish_non_exhaustive()
    }
}
