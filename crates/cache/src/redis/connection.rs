//! The one connection to Redis, and the one place that knows how fred must be set up so that it gives way.

use std::{fmt, sync::Arc, time::Duration};

use fred::{
    clients::{Client, Pool, SubscriberClient, WithOptions},
    interfaces::ClientLike,
    types::{
        Builder, ConnectHandle,
        config::{Options, ReconnectPolicy, UnresponsiveConfig},
    },
};
use thiserror::Error;
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    health::{Availability, monitor},
    url::{InvalidRedisUrl, RedisUrl},
};

/// How long any call may take; what takes longer is taken for away.
pub(crate) const CALL_TIMEOUT: Duration = Duration::from_millis(100);

/// Commands of all tasks share a connection, so that more of them would not be faster.
const CONNECTIONS: usize = 2;

/// Redis could not be asked, did not answer in time, or refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no answer from Redis")]
pub struct RedisUnavailable;

/// Sends one command, at once or not at all.
pub(crate) type Commands = WithOptions<Client>;

/// Redis, be it there or away: it is looked for again and again by itself.
///
/// A call that fails closes the door to all that follow, until a ping comes back: so a Redis that hangs costs those who
/// were asking it when it stopped their [100 ms](CALL_TIMEOUT), and nobody else anything.
#[derive(Clone)]
pub struct RedisConnection(Arc<Shared>);

struct Shared {
    pool: Pool,
    builder: Builder,
    is_clustered: bool,
    availability: Arc<Availability>,
    connecting: ConnectHandle,
    monitoring: JoinHandle<()>,
}

impl RedisConnection {
    /// Begins to look for the Redis at `url`; waits for nothing, and must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// [`InvalidRedisUrl`]: the client can't be made for this address.
    pub fn open(url: &RedisUrl) -> Result<Self, InvalidRedisUrl> {
        let builder = builder(url);
        let pool = builder.build_pool(CONNECTIONS).map_err(|error| unreadable(&error))?;
        let connecting = pool.connect();
        let availability = Arc::<Availability>::default();
        let monitoring = tokio::spawn(monitor(pool.clone(), Arc::clone(&availability)));
        let is_clustered = url.config().server.is_clustered();
        Ok(Self(Arc::new(Shared { pool, builder, is_clustered, availability, connecting, monitoring })))
    }

    /// Whether it answered last time.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.0.availability.is_available()
    }

    /// Waits until it answers; `false` if it does not `within` this time.
    pub async fn connected(&self, within: Duration) -> bool {
        timeout(within, self.0.availability.available()).await.is_ok()
    }

    /// How long it takes to answer now.
    ///
    /// # Errors
    ///
    /// [`RedisUnavailable`]: it does not, or not within 100 ms.
    pub async fn ping(&self) -> Result<Duration, RedisUnavailable> {
        let begun = Instant::now();
        if ping(self.0.pool.next()).await { Ok(begun.elapsed()) } else { Err(RedisUnavailable) }
    }

    /// Hangs up for good.
    pub async fn close(&self) {
        self.0.monitoring.abort();
        // One that is away can't be told.
        let _told = timeout(CALL_TIMEOUT, self.0.pool.quit()).await;
        self.0.connecting.abort();
        self.0.availability.lose();
    }

    /// Runs one command or several, within [`CALL_TIMEOUT`] altogether.
    ///
    /// What is not answered may have been carried out all the same.
    pub(crate) async fn call<T, F>(&self, command: impl FnOnce(Commands) -> F + Send) -> Result<T, RedisUnavailable>
    where
        F: Future<Output = Result<T, fred::error::Error>> + Send,
    {
        if !self.is_connected() {
            return Err(RedisUnavailable);
        }
        let answered = timeout(CALL_TIMEOUT, command(fast(self.0.pool.next()))).await;
        match answered {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => self.0.availability.suspect(Some(error)),
            Err(_) => self.0.availability.suspect(None),
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

    /// A client of its own for what others publish.
    pub(crate) fn subscriber(&self) -> Result<SubscriberClient, fred::error::Error> {
        self.0.builder.build_subscriber_client()
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

fn builder(url: &RedisUrl) -> Builder {
    let mut config = url.config();
    // About the first connection: a start without Redis goes on trying.
    config.fail_fast = false;
    let mut builder = Builder::from_config(config);
    // Without a policy it would never connect again. 0: for ever.
    builder.set_policy(ReconnectPolicy::new_exponential(0, 100, 1_000, 2));
    builder.with_performance_config(|performance| {
        performance.default_command_timeout = CALL_TIMEOUT;
        performance.broadcast_channel_capacity = 1_024;
    });
    builder.with_connection_config(|connection| {
        connection.connection_timeout = Duration::from_millis(500);
        connection.internal_command_timeout = Duration::from_millis(500);
        // A command that was sent may have been carried out; none is sent twice.
        connection.max_command_attempts = 1;
        // With a bound, a client that once ran into it never works again. `Options::fail_fast` keeps the queue short.
        connection.max_command_buffer_len = 0;
        connection.unresponsive =
            UnresponsiveConfig { max_timeout: Some(Duration::from_secs(2)), interval: Duration::from_millis(500) };
    });
    builder
}

/// A client whose commands fail at once where there is no connection, and soon where there is no answer.
fn fast(client: &Client) -> Commands {
    client.with_options(&Options { fail_fast: true, timeout: Some(CALL_TIMEOUT), ..Options::default() })
}

/// Whether it answers in time.
pub(super) async fn ping(client: &Client) -> bool {
    let fast = fast(client);
    matches!(timeout(CALL_TIMEOUT, fast.ping::<()>(None)).await, Ok(Ok(())))
}

fn unreadable(error: &fred::error::Error) -> InvalidRedisUrl {
    InvalidRedisUrl::Unreadable(error.details().to_owned())
}
