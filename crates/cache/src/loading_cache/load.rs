//! A load in flight, and those who wait for it.

use futures::future::BoxFuture;
use tokio::sync::watch;

/// Why a caller of [`LoadingCache`](super::LoadingCache) gets no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoadError<E> {
    /// The load ended with an error.
    Failed(E),
    /// The load never ended: its task panicked, or the program stops.
    Aborted,
}

/// The future of one load, and the channel for its result.
pub(crate) struct LoadFuture<V, E> {
    pub(crate) future: BoxFuture<'static, Result<V, E>>,
    pub(crate) result: watch::Sender<Option<Result<V, E>>>,
}

impl<V, E> LoadFuture<V, E> {
    pub(crate) fn new(future: BoxFuture<'static, Result<V, E>>) -> Self {
        Self { future, result: watch::Sender::new(None) }
    }

    pub(crate) fn waiter(&self) -> Waiter<V, E> {
        Waiter(self.result.subscribe())
    }
}

/// Waits for the result of a load; dropping it disturbs nobody.
pub(crate) struct Waiter<V, E>(watch::Receiver<Option<Result<V, E>>>);

impl<V, E> Clone for Waiter<V, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V: Clone, E: Clone> Waiter<V, E> {
    pub(crate) async fn wait(mut self) -> Result<V, LoadError<E>> {
        let result = self.0.wait_for(Option::is_some).await.ok().and_then(|result| result.clone());
        result.map_or(Err(LoadError::Aborted), |result| result.map_err(LoadError::Failed))
    }
}

/// A load in flight.
pub(crate) struct Load<V, E> {
    /// For whoever joins it.
    pub(crate) waiter: Waiter<V, E>,
    /// Whether its key has been written or invalidated since it began: its result is older than that.
    pub(crate) is_stale: bool,
    /// What to load once this is complete, for those whom its result would not serve.
    pub(crate) next: Option<LoadFuture<V, E>>,
}

impl<V, E> Load<V, E> {
    pub(crate) const fn new(waiter: Waiter<V, E>) -> Self {
        Self { waiter, is_stale: false, next: None }
    }
}
