//! A question on its way, which any number of callers wait for.

use futures::future::BoxFuture;
use tokio::sync::watch;

/// What a caller of [`Memory`](crate::loading_cache::Memory) gets instead of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure<E> {
    /// The question was answered with an error.
    Failed(E),
    /// It never was answered: its task ended early, by a panic or because the program stops.
    CutShort,
}

/// A question that nobody has asked yet, and the place to announce the answer.
pub(crate) struct Ticket<V, E> {
    pub(crate) load: BoxFuture<'static, Result<V, E>>,
    pub(crate) announce: watch::Sender<Option<Result<V, E>>>,
}

impl<V, E> Ticket<V, E> {
    pub(crate) fn new(load: BoxFuture<'static, Result<V, E>>) -> Self {
        Self { load, announce: watch::Sender::new(None) }
    }

    /// A place among those who wait for the answer.
    pub(crate) fn landing(&self) -> Landing<V, E> {
        Landing(self.announce.subscribe())
    }
}

/// Where a caller waits for the answer; leaving early disturbs nobody.
pub(crate) struct Landing<V, E>(watch::Receiver<Option<Result<V, E>>>);

impl<V, E> Clone for Landing<V, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V: Clone, E: Clone> Landing<V, E> {
    pub(crate) async fn answer(mut self) -> Result<V, Failure<E>> {
        let answer = self.0.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone());
        answer.map_or(Err(Failure::CutShort), |answer| answer.map_err(Failure::Failed))
    }
}

/// A question on its way.
pub(crate) struct Flight<V, E> {
    /// Where its callers wait.
    pub(crate) landing: Landing<V, E>,
    /// Whether something newer than its answer has been learnt since it was asked.
    pub(crate) overtaken: bool,
    /// The question to ask once this one is answered, for those whom its answer would not serve.
    pub(crate) next: Option<Ticket<V, E>>,
}

impl<V, E> Flight<V, E> {
    pub(crate) const fn new(landing: Landing<V, E>) -> Self {
        Self { landing, overtaken: false, next: None }
    }
}
