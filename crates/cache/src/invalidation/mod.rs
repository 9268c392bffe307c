//! Publishes to the other instances what has changed here, and receives what has changed there.

mod publisher;

use std::{
    collections::HashSet,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use portcullis_domain::ports::{Change, InvalidationBus, InvalidationSubscription, StoreError};
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

pub(crate) use self::publisher::InvalidationPublisher;

/// How many changes are published at once.
const MAX_CHANGES: usize = 1_000;

/// How many changes may wait to be published; past that, everything has changed.
const MAX_PENDING: usize = 20_000;

/// How long after a failure to publish or to subscribe it is tried again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// How long it may take to publish, or to subscribe.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// Publishes what changed here and is to be forgotten elsewhere, and receives what changed elsewhere.
///
/// The bus loses nothing while a subscription lasts. When one breaks, what is cached stays, and is forgotten once another
/// subscription has begun: only then can what was missed be read anew. So another instance that ends, however it does,
/// costs this one nothing.
#[derive(Clone)]
pub struct Invalidations(Arc<Shared>);

struct Shared {
    bus: Arc<dyn InvalidationBus>,
    pending: Mutex<HashSet<Change>>,
    has_pending: Notify,
    is_up: AtomicBool,
}

impl Invalidations {
    /// By way of `bus`; nothing is published or received before [`run`](Self::run).
    #[must_use]
    pub fn new(bus: Arc<dyn InvalidationBus>) -> Self {
        Self(Arc::new(Shared {
            bus,
            pending: Mutex::default(),
            has_pending: Notify::new(),
            is_up: AtomicBool::new(false),
        }))
    }

    /// Whether what the other instances publish is received.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.is_up.load(Ordering::Acquire)
    }

    /// Publishes and receives until `stop`, and calls `forget` with each change elsewhere; then publishes what is pending,
    /// and ends.
    pub async fn run(self, forget: impl Fn(Change) + Send + Sync, stop: CancellationToken) {
        let receiving = stop.run_until_cancelled(self.0.receive(&forget));
        futures::future::join(self.0.publish_pending(&stop), receiving).await;
        self.0.is_up.store(false, Ordering::Release);
    }

    /// Has a change published, soon.
    pub(crate) fn publish(&self, change: Change) {
        self.0.add_pending([change]);
        self.0.has_pending.notify_one();
    }
}

impl Shared {
    async fn publish_pending(&self, stop: &CancellationToken) {
        while stop.run_until_cancelled(self.has_pending.notified()).await.is_some() {
            while let Err(error) = self.publish_all().await {
                tracing::debug!(error = &error as &dyn std::error::Error, "changes can't be published now");
                if stop.run_until_cancelled(sleep(RETRY_DELAY)).await.is_none() {
                    break;
                }
            }
        }
        // What can't be published now, the others learn as their caches run out.
        if let Err(error) = self.publish_all().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the last changes could not be published");
        }
    }

    /// Publishes all that is pending; what could not be published stays so.
    async fn publish_all(&self) -> Result<(), StoreError> {
        loop {
            let batch = self.take_batch();
            if batch.is_empty() {
                return Ok(());
            }
            if let Err(error) = in_time(self.bus.publish(&batch)).await {
                self.add_pending(batch);
                return Err(error);
            }
        }
    }

    /// The next changes to publish.
    fn take_batch(&self) -> Vec<Change> {
        let mut pending = self.pending();
        let batch: Vec<Change> = pending.iter().take(MAX_CHANGES).copied().collect();
        for change in &batch {
            pending.remove(change);
        }
        batch
    }

    fn add_pending(&self, changes: impl IntoIterator<Item = Change>) {
        let mut pending = self.pending();
        pending.extend(changes);
        if pending.len() > MAX_PENDING {
            pending.clear();
            pending.insert(Change::Everything);
        }
    }

    fn pending(&self) -> MutexGuard<'_, HashSet<Change>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what the others publish, and everything when something may have been missed.
    async fn receive(&self, forget: &(impl Fn(Change) + Sync)) {
        let mut is_logged = false;
        loop {
            let failure = match in_time(self.bus.subscribe()).await {
                Ok(subscription) => {
                    // What was cached until now may miss what was published meanwhile.
                    forget(Change::Everything);
                    self.is_up.store(true, Ordering::Release);
                    if std::mem::take(&mut is_logged) {
                        tracing::info!("invalidation messages of other instances are received again");
                    }
                    forget_what_comes(subscription, forget).await
                }
                Err(error) => error,
            };
            self.is_up.store(false, Ordering::Release);
            if !std::mem::replace(&mut is_logged, true) {
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    "no invalidation messages of other instances are received; subscribing again"
                );
            }
            sleep(RETRY_DELAY).await;
        }
    }
}

/// Returns when the subscription breaks, with the reason.
async fn forget_what_comes(
    mut subscription: Box<dyn InvalidationSubscription>,
    forget: &(impl Fn(Change) + Sync),
) -> StoreError {
    loop {
        match subscription.receive().await {
            Ok(changes) => changes.into_iter().for_each(forget),
            Err(error) => return error,
        }
    }
}

async fn in_time<T>(call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = |_| StoreError::Unavailable("no answer in time".into());
    timeout(CALL_TIMEOUT, call).await.map_err(late).flatten()
}

impl fmt::Debug for Invalidations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invalidations").field("is_up", &self.is_up()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
