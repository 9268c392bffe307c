//! Publishes to the other instances what has changed here, and receives what has changed there.

pub(crate) mod message;
mod peers;
pub(crate) mod publisher;
mod subscriber;

use std::{
    collections::HashSet,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use fred::interfaces::PubsubInterface;
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use self::{
    message::{CHANNEL, Change, InvalidationMessage},
    subscriber::Subscriber,
};
use crate::redis::{client::FailFastClient, connection::RedisConnection};

/// How often an instance publishes, be it only that it is there.
const HEARTBEAT: Duration = Duration::from_millis(500);

/// How many changes one message holds.
const MAX_CHANGES: usize = 1_000;

/// How many changes may wait to be published; past that, everything has changed.
const MAX_PENDING: usize = 20_000;

/// Publishes what changed here and is to be forgotten elsewhere, and receives what changed elsewhere.
///
/// An instance numbers its messages, and publishes one twice a second, so that each notices at once when it missed one of
/// another's, and soon when it receives none of another's, or of its own. In both cases it forgets all it has cached;
/// while it receives none, [`is_up`](Invalidations::is_up) is false, and it caches for seconds only.
#[derive(Clone)]
pub struct Invalidations(Arc<Shared>);

struct Shared {
    connection: RedisConnection,
    instance: u64,
    pending: Mutex<HashSet<Change>>,
    has_pending: Notify,
    is_up: AtomicBool,
}

impl Invalidations {
    /// Through this Redis; nothing is published or received before [`start`](Self::start).
    #[must_use]
    pub fn new(connection: RedisConnection) -> Self {
        Self(Arc::new(Shared {
            connection,
            instance: rand::random(),
            pending: Mutex::default(),
            has_pending: Notify::new(),
            is_up: AtomicBool::new(false),
        }))
    }

    /// Whether the messages of the other instances are received.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.is_up.load(Ordering::Acquire)
    }

    /// Publishes and receives until `stop`, and calls `forget` with each change elsewhere; then the task publishes what is
    /// pending and a last message, and ends.
    #[must_use]
    pub fn start(&self, forget: impl Fn(Change) + Send + Sync + 'static, stop: CancellationToken) -> JoinHandle<()> {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let subscriber = Subscriber::new(&shared.connection, shared.instance, &shared.is_up, &forget);
            futures::future::join(shared.run_publisher(&stop), subscriber.run(&stop)).await;
            // Nothing is received any more.
            shared.is_up.store(false, Ordering::Release);
            forget(Change::Everything);
        })
    }

    /// Has a change published, soon.
    pub(crate) fn publish(&self, change: Change) {
        let mut pending = self.0.pending();
        if pending.len() >= MAX_PENDING {
            pending.clear();
            pending.insert(Change::Everything);
        } else {
            pending.insert(change);
        }
        drop(pending);
        self.0.has_pending.notify_one();
    }
}

impl Shared {
    async fn run_publisher(&self, stop: &CancellationToken) {
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut number = 0;
        loop {
            let is_stopped = tokio::select! {
                () = stop.cancelled() => true,
                () = self.has_pending.notified() => false,
                _ = heartbeat.tick() => false,
            };
            loop {
                let (changes, is_all) = self.take_batch();
                number += 1;
                let is_last = is_stopped && is_all;
                self.send(&InvalidationMessage { instance: self.instance, number, changes, is_last }).await;
                if is_all {
                    break;
                }
            }
            if is_stopped {
                return;
            }
        }
    }

    /// The next changes to publish, and whether they are all there are.
    fn take_batch(&self) -> (Vec<Change>, bool) {
        let mut pending = self.pending();
        let batch: Vec<Change> = pending.iter().take(MAX_CHANGES).copied().collect();
        for change in &batch {
            pending.remove(change);
        }
        (batch, pending.is_empty())
    }

    async fn send(&self, message: &InvalidationMessage) {
        let text = message.encode();
        let publish = |redis: FailFastClient| async move { redis.publish(CHANNEL, text).await };
        if self.connection.call::<i64, _>(publish).await.is_err() {
            // Subscribers see from the next number that they missed this one.
            tracing::debug!(number = message.number, "an invalidation could not be published");
        }
    }

    fn pending(&self) -> MutexGuard<'_, HashSet<Change>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Invalidations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invalidations").field("is_up", &self.is_up()).finish_non_exhaustive()
    }
}
