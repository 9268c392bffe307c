//! The clients of one connection. Where they do not find back to a server by themselves, new ones take their place.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use fred::{
    clients::{Client, Pool},
    error::Error as FredError,
    interfaces::{ClientLike, EventInterface},
    types::{
        ConnectHandle,
        config::{Config, Server},
    },
};
use tokio::{
    sync::broadcast::{Receiver, error::TryRecvError},
    time::timeout,
};

use super::client::{CALL_TIMEOUT, builder};

/// Commands of all tasks share a connection, so that more of them would not be faster.
const CONNECTIONS: usize = 2;

/// The clients that connect now.
pub(super) struct Clients {
    config: Config,
    current: RwLock<Connecting>,
}

/// Clients at work, with what they tell of their failures.
struct Connecting {
    pool: Pool,
    /// One for each client. The single one that a pool gives instead would leave them trying for ever once it ends.
    tasks: Vec<ConnectHandle>,
    failures: Vec<Receiver<(FredError, Option<Server>)>>,
}

impl Clients {
    /// Begins to connect.
    pub(super) fn open(config: Config) -> Result<Self, FredError> {
        let current = RwLock::new(Connecting::begin(&config)?);
        Ok(Self { config, current })
    }

    /// One of them, in turn.
    pub(super) fn next(&self) -> Client {
        self.read().pool.next().clone()
    }

    pub(super) fn pool(&self) -> Pool {
        self.read().pool.clone()
    }

    /// The last failure that none of the calls of this has given.
    pub(super) fn take_failure(&self) -> Option<FredError> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut last = None;
        for failures in &mut current.failures {
            loop {
                match failures.try_recv() {
                    Ok((failure, _)) => last = Some(failure),
                    Err(TryRecvError::Lagged(_)) => {}
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
        }
        last
    }

    /// Begins anew with nothing but the configuration. Clients go by what sentinels last told of each other, and never
    /// again by the addresses that they were given; and some failures end their tries for good.
    pub(super) fn renew(&self) {
        match Connecting::begin(&self.config) {
            Ok(begun) => *self.current.write().unwrap_or_else(PoisonError::into_inner) = begun,
            // The same configuration has served before.
            Err(error) => tracing::debug!(error = &error as &dyn std::error::Error, "no new clients can be made"),
        }
    }

    /// Disconnects for good.
    pub(super) async fn close(&self) {
        // A Redis that is down can't acknowledge it.
        let _acknowledged = timeout(CALL_TIMEOUT, self.pool().quit()).await;
        self.read().end();
    }

    fn read(&self) -> RwLockReadGuard<'_, Connecting> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connecting {
    fn begin(config: &Config) -> Result<Self, FredError> {
        let pool = builder(config.clone()).build_pool(CONNECTIONS)?;
        let failures = pool.clients().iter().map(EventInterface::error_rx).collect();
        let tasks = pool.connect_pool();
        Ok(Self { pool, tasks, failures })
    }

    /// Ends whatever the clients still try.
    fn end(&self) {
        self.tasks.iter().for_each(ConnectHandle::abort);
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        self.end();
    }
}
