//! A cache that loads what it does not have, one load at a time for each key.

pub(crate) mod expiring;
pub(crate) mod jitter;
pub(crate) mod load;
pub(crate) mod values;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::BoxFuture;
use tracing::Instrument;

use self::{
    expiring::ExpiringValues,
    jitter::Jitter,
    load::{Load, LoadError, LoadFuture, Waiter},
    values::{Key, Shareable, Values},
};

/// Caches values by their keys, and loads what it does not have.
///
/// However many callers miss one key at once, it is loaded once, and each of them gets the result («single flight»). The
/// load runs in a task of its own, so that a caller who goes away takes it from nobody. An error reaches all who wait,
/// and is not cached.
///
/// `S` is where its values are.
pub(crate) struct LoadingCache<K, V, E, S = ExpiringValues<K, V>> {
    shared: Arc<Shared<K, V, E, S>>,
}

struct Shared<K, V, E, S> {
    values: S,
    /// The loads in flight. Values change only under this lock, so that a result and something newer are put in order;
    /// reading does not need it.
    loads: Mutex<HashMap<K, Load<V, E>>>,
}

impl<K: Key, V: Shareable, E: Shareable> LoadingCache<K, V, E> {
    /// An empty cache for `capacity` values of any size, each for its `ttl`, with `jitter`.
    pub(crate) fn new(capacity: u64, jitter: Jitter, ttl: impl Fn(&V) -> Duration + Send + Sync + 'static) -> Self {
        Self::with_values(ExpiringValues::new(capacity, jitter, ttl))
    }

    /// Removes everything; no result of a load in flight is cached.
    pub(crate) fn invalidate_all(&self) {
        let mut loads = self.shared.lock();
        loads.values_mut().for_each(|load| load.is_stale = true);
        self.shared.values.clear();
    }
}

impl<K: Key, V: Shareable, E: Shareable, S: Values<K, V>> LoadingCache<K, V, E, S> {
    /// A cache whose values are there.
    pub(crate) fn with_values(values: S) -> Self {
        Self { shared: Arc::new(Shared { values, loads: Mutex::default() }) }
    }

    /// What is cached; never waits for anything outside the process.
    pub(crate) fn get_if_present(&self, key: &K) -> Option<V> {
        self.shared.values.get(key)
    }

    /// What is cached or, if nothing is, the result of `future`, which may go unused.
    pub(crate) async fn get(&self, key: K, future: BoxFuture<'static, Result<V, E>>) -> Result<V, LoadError<E>> {
        let (waiter, task) = {
            let mut loads = self.shared.lock();
            // A load may have ended since the caller looked; under the lock no more can.
            if let Some(value) = self.shared.values.get(&key) {
                return Ok(value);
            }
            match loads.get(&key) {
                Some(load) if !load.is_stale => (load.waiter.clone(), None),
                _ => self.shared.enqueue(&mut loads, key, future),
            }
        };
        start_and_wait(task, waiter).await
    }

    /// The result of a load that begins after this call, whatever is cached or already in flight; it is cached.
    pub(crate) async fn get_fresh(&self, key: K, future: BoxFuture<'static, Result<V, E>>) -> Result<V, LoadError<E>> {
        let (waiter, task) = self.shared.enqueue(&mut self.shared.lock(), key, future);
        start_and_wait(task, waiter).await
    }

    /// Caches a value: newer than the result of every load in flight.
    pub(crate) fn put(&self, key: K, value: V) {
        let mut loads = self.shared.lock();
        mark_stale(&mut loads, &key);
        self.shared.values.insert(key, value);
    }

    /// Removes a value; the result of a load of it that is in flight is not cached.
    pub(crate) fn invalidate(&self, key: &K) {
        let mut loads = self.shared.lock();
        mark_stale(&mut loads, key);
        self.shared.values.remove(key);
    }
}

fn mark_stale<K: Key, V, E>(loads: &mut HashMap<K, Load<V, E>>, key: &K) {
    if let Some(load) = loads.get_mut(key) {
        load.is_stale = true;
    }
}

/// A waiter for a load that has not begun, and the task to start for it if none runs.
type Enqueued<K, V, E, S> = (Waiter<V, E>, Option<LoadTask<K, V, E, S>>);

/// Not to be called under the lock, which a task that can't start takes to clean up.
async fn start_and_wait<K: Key, V: Shareable, E: Shareable, S: Values<K, V>>(
    task: Option<LoadTask<K, V, E, S>>,
    waiter: Waiter<V, E>,
) -> Result<V, LoadError<E>> {
    if let Some(task) = task {
        tokio::spawn(task.run().in_current_span());
    }
    waiter.wait().await
}

impl<K: Key, V: Shareable, E: Shareable, S: Values<K, V>> Shared<K, V, E, S> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Load<V, E>>> {
        // Nothing that runs under the lock leaves the map half changed.
        self.loads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a load that has not begun: the one queued behind that in flight or, where none is in flight, a new one
    /// with the task that runs it.
    fn enqueue(
        self: &Arc<Self>,
        loads: &mut HashMap<K, Load<V, E>>,
        key: K,
        future: BoxFuture<'static, Result<V, E>>,
    ) -> Enqueued<K, V, E, S> {
        if let Some(load) = loads.get_mut(&key) {
            let next = load.next.get_or_insert_with(|| LoadFuture::new(future));
            return (next.waiter(), None);
        }
        let load = LoadFuture::new(future);
        let waiter = load.waiter();
        loads.insert(key.clone(), Load::new(waiter.clone()));
        (waiter, Some(LoadTask { shared: Arc::clone(self), key, load: Some(load) }))
    }

    /// Caches the result unless something newer is known; gives what the waiters get, and what to load next.
    fn complete(&self, key: &K, result: Result<V, E>) -> (Result<V, E>, Option<LoadFuture<V, E>>) {
        let mut loads = self.lock();
        let Some(load) = loads.remove(key) else { return (result, None) };
        let newer = if load.is_stale { self.values.get(key) } else { None };
        if let (false, Ok(value)) = (load.is_stale, &result) {
            self.values.insert(key.clone(), value.clone());
        }
        if let Some(next) = &load.next {
            loads.insert(key.clone(), Load::new(next.waiter()));
        }
        (newer.map_or(result, Ok), load.next)
    }
}

/// The task that loads one key, again and again while anybody waits whom the last result does not serve.
///
/// A key has a task exactly while it is among the loads in flight.
struct LoadTask<K: Key, V: Shareable, E: Shareable, S: Values<K, V>> {
    shared: Arc<Shared<K, V, E, S>>,
    key: K,
    /// What it loads; `None` once nothing is left to load.
    load: Option<LoadFuture<V, E>>,
}

impl<K: Key, V: Shareable, E: Shareable, S: Values<K, V>> LoadTask<K, V, E, S> {
    async fn run(mut self) {
        while let Some(load) = &mut self.load {
            let result = load.future.as_mut().await;
            let (result, next) = self.shared.complete(&self.key, result);
            load.result.send_replace(Some(result));
            self.load = next;
        }
    }
}

impl<K: Key, V: Shareable, E: Shareable, S: Values<K, V>> Drop for LoadTask<K, V, E, S> {
    /// A task that is ended early (a panic, the end of the program) removes its load, so that the waiters learn of it and
    /// the next caller loads anew.
    fn drop(&mut self) {
        if self.load.is_some() {
            self.shared.lock().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::pending,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use futures::{FutureExt, future::join_all};
    use tokio::{sync::Semaphore, task::yield_now};

    use super::*;

    /// Values are numbers that are cached for so many milliseconds.
    fn cache() -> LoadingCache<&'static str, u64, &'static str> {
        let jitter = Jitter::new(0, Arc::new(|| 0.5));
        LoadingCache::new(100, jitter, |value| Duration::from_millis(*value))
    }

    const LONG: u64 = 600_000;

    /// A source whose loads end one for each permit, each with the next higher number.
    #[derive(Clone)]
    struct Source {
        permits: Arc<Semaphore>,
        loads: Arc<AtomicUsize>,
    }

    impl Source {
        fn new() -> Self {
            Self { permits: Arc::new(Semaphore::new(0)), loads: Arc::default() }
        }

        fn load(&self) -> BoxFuture<'static, Result<u64, &'static str>> {
            let source = self.clone();
            async move {
                let number = source.loads.fetch_add(1, Ordering::SeqCst) + 1;
                source.permits.acquire().await.unwrap().forget();
                Ok(LONG + number as u64)
            }
            .boxed()
        }

        fn let_one_end(&self) {
            self.permits.add_permits(1);
        }

        fn loads(&self) -> usize {
            self.loads.load(Ordering::SeqCst)
        }
    }

    /// The call, once its load has begun.
    async fn begun<'a, T: PartialEq + std::fmt::Debug + 'a>(
        call: impl Future<Output = T> + Send + 'a,
    ) -> BoxFuture<'a, T> {
        let mut call = call.boxed();
        assert_eq!((&mut call).now_or_never(), None);
        for _ in 0..10 {
            yield_now().await;
        }
        call
    }

    #[tokio::test]
    async fn a_hundred_callers_share_one_load() {
        let (cache, source) = (cache(), Source::new());
        source.let_one_end();
        let results = join_all((0..100).map(|_| cache.get("key", source.load()))).await;
        assert!(results.iter().all(|result| *result == Ok(LONG + 1)));
        assert_eq!(source.loads(), 1);
        assert_eq!(cache.get_if_present(&"key"), Some(LONG + 1));
    }

    #[tokio::test]
    async fn a_caller_who_goes_away_does_not_end_the_load() {
        let (cache, source) = (cache(), Source::new());
        let first = begun(cache.get("key", source.load())).await;
        let second = cache.get("key", source.load());
        drop(first);
        source.let_one_end();
        assert_eq!(second.await, Ok(LONG + 1));
        assert_eq!(source.loads(), 1);
    }

    #[tokio::test]
    async fn a_caller_whose_future_is_not_polled_delays_nobody() {
        let (cache, source) = (cache(), Source::new());
        let mut first = Box::pin(cache.get("key", source.load()));
        assert_eq!((&mut first).now_or_never(), None);
        source.let_one_end();
        assert_eq!(cache.get("key", source.load()).await, Ok(LONG + 1));
        drop(first);
    }

    #[tokio::test]
    async fn what_is_put_wins_over_a_load_in_flight() {
        let (cache, source) = (cache(), Source::new());
        let loading = begun(cache.get("key", source.load())).await;
        cache.put("key", LONG);
        source.let_one_end();
        assert_eq!(loading.await, Ok(LONG));
        assert_eq!(cache.get_if_present(&"key"), Some(LONG));
    }

    #[tokio::test]
    async fn a_load_in_flight_is_invalidated_with_its_key() {
        let (cache, source) = (cache(), Source::new());
        let loading = begun(cache.get("key", source.load())).await;
        cache.invalidate(&"key");
        let mut later = Box::pin(cache.get("key", source.load()));
        assert_eq!((&mut later).now_or_never(), None);
        source.let_one_end();
        assert_eq!(loading.await, Ok(LONG + 1));
        assert_eq!(cache.get_if_present(&"key"), None);
        source.let_one_end();
        assert_eq!(later.await, Ok(LONG + 2));
        assert_eq!(cache.get_if_present(&"key"), Some(LONG + 2));
    }

    #[tokio::test]
    async fn everything_is_invalidated_at_once() {
        let (cache, source) = (cache(), Source::new());
        cache.put("other", LONG);
        let loading = begun(cache.get("key", source.load())).await;
        cache.invalidate_all();
        source.let_one_end();
        assert_eq!(loading.await, Ok(LONG + 1));
        assert_eq!((cache.get_if_present(&"key"), cache.get_if_present(&"other")), (None, None));
    }

    #[tokio::test]
    async fn fresh_callers_share_a_load_that_began_after_they_called() {
        let (cache, source) = (cache(), Source::new());
        let first = begun(cache.get_fresh("key", source.load())).await;
        let mut others: Vec<_> = (0..10).map(|_| Box::pin(cache.get_fresh("key", source.load()))).collect();
        assert!(others.iter_mut().all(|other| other.now_or_never().is_none()));
        source.let_one_end();
        assert_eq!(first.await, Ok(LONG + 1));
        source.let_one_end();
        let results = join_all(others).await;
        assert!(results.iter().all(|result| *result == Ok(LONG + 2)));
        assert_eq!(source.loads(), 2);
    }

    #[tokio::test]
    async fn a_fresh_load_is_not_stale_because_another_is_queued() {
        let (cache, source) = (cache(), Source::new());
        cache.put("key", LONG);
        let first = begun(cache.get_fresh("key", source.load())).await;
        let mut second = Box::pin(cache.get_fresh("key", source.load()));
        assert_eq!((&mut second).now_or_never(), None);
        source.let_one_end();
        assert_eq!(first.await, Ok(LONG + 1));
        source.let_one_end();
        assert_eq!(second.await, Ok(LONG + 2));
    }

    #[tokio::test]
    async fn an_error_reaches_all_who_wait_and_is_not_cached() {
        let cache = cache();
        let results = join_all((0..3).map(|_| cache.get("key", async { Err("no") }.boxed()))).await;
        assert!(results.iter().all(|result| *result == Err(LoadError::Failed("no"))));
        assert_eq!(cache.get("key", async { Ok(LONG) }.boxed()).await, Ok(LONG));
    }

    #[tokio::test]
    async fn a_load_that_panics_leaves_nobody_waiting() {
        let cache = cache();
        let mut first = Box::pin(cache.get("key", async { panic!("on purpose") }.boxed()));
        assert_eq!((&mut first).now_or_never(), None);
        let mut queued = Box::pin(cache.get_fresh("key", pending().boxed()));
        assert_eq!((&mut queued).now_or_never(), None);
        assert_eq!(first.await, Err(LoadError::Aborted));
        assert_eq!(queued.await, Err(LoadError::Aborted));
        assert_eq!(cache.get("key", async { Ok(LONG) }.boxed()).await, Ok(LONG));
    }

    #[tokio::test(start_paused = true)]
    async fn a_value_expires_after_its_ttl_also_when_it_replaced_another() {
        let cache = cache();
        cache.put("key", LONG);
        cache.put("key", 30_000);
        tokio::time::advance(Duration::from_millis(29_999)).await;
        assert_eq!(cache.get_if_present(&"key"), Some(30_000));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(cache.get_if_present(&"key"), None);
    }
}
