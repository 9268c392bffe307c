//! Remembered values, each with its time, and one question at a time for what is not remembered.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::BoxFuture;
use moka::sync::Cache;
use tracing::Instrument;

mod expiry;
pub(crate) mod jitter;
pub(crate) mod load;

use self::{
    expiry::Lifetime,
    jitter::Jitter,
    load::{Failure, Flight, Landing, Ticket},
};

/// Remembers values by their keys; what it does not remember, it asks for once, however many want it.
///
/// Failures are told to all who wait and not remembered.
pub(crate) struct Memory<K, V, E> {
    shared: Arc<Shared<K, V, E>>,
}

struct Shared<K, V, E> {
    values: Cache<K, V>,
    /// The questions on their way. Values change only under this lock, so that an answer and something newer are put
    /// in order; reading needs no lock.
    flights: Mutex<HashMap<K, Flight<V, E>>>,
}

/// What is needed of a key.
pub(crate) trait Key: Clone + Eq + Hash + Send + Sync + 'static {}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> Key for K {}

/// What is needed of a value or an error: it is handed to several callers.
pub(crate) trait Shareable: Clone + Send + Sync + 'static {}

impl<V: Clone + Send + Sync + 'static> Shareable for V {}

impl<K: Key, V: Shareable, E: Shareable> Memory<K, V, E> {
    /// A memory for `capacity` values, each for its `ttl`, scattered by `jitter`.
    pub(crate) fn new(capacity: u64, jitter: Jitter, ttl: impl Fn(&V) -> Duration + Send + Sync + 'static) -> Self {
        let values = Cache::builder().max_capacity(capacity).expire_after(Lifetime::new(ttl, jitter)).build();
        Self { shared: Arc::new(Shared { values, flights: Mutex::default() }) }
    }

    /// What is remembered; never waits for anything outside the process.
    pub(crate) fn known(&self, key: &K) -> Option<V> {
        self.shared.values.get(key)
    }

    /// Remembered or, if not, asked for with `load`, which may go unused.
    pub(crate) async fn get(&self, key: K, load: BoxFuture<'static, Result<V, E>>) -> Result<V, Failure<E>> {
        let booking = {
            let mut flights = self.shared.lock();
            // An answer may have arrived since the caller looked; under the lock no more can.
            if let Some(value) = self.shared.values.get(&key) {
                return Ok(value);
            }
            match flights.get(&key) {
                Some(flight) if !flight.overtaken => Booking { landing: flight.landing.clone(), crew: None },
                _ => self.shared.book(&mut flights, key, load),
            }
        };
        booking.answer().await
    }

    /// Asked for after this call, whatever is remembered or already on its way; the answer is remembered.
    pub(crate) async fn get_fresh(&self, key: K, load: BoxFuture<'static, Result<V, E>>) -> Result<V, Failure<E>> {
        let booking = self.shared.book(&mut self.shared.lock(), key, load);
        booking.answer().await
    }

    /// Remembers a value: newer than every answer that is still on its way.
    pub(crate) fn put(&self, key: K, value: V) {
        let mut flights = self.shared.lock();
        overtake(&mut flights, &key);
        self.shared.values.insert(key, value);
    }

    /// Forgets a value, and every answer to it that is still on its way.
    pub(crate) fn forget(&self, key: &K) {
        let mut flights = self.shared.lock();
        overtake(&mut flights, key);
        self.shared.values.invalidate(key);
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        let mut flights = self.shared.lock();
        flights.values_mut().for_each(|flight| flight.overtaken = true);
        self.shared.values.invalidate_all();
    }
}

fn overtake<K: Key, V, E>(flights: &mut HashMap<K, Flight<V, E>>, key: &K) {
    if let Some(flight) = flights.get_mut(key) {
        flight.overtaken = true;
    }
}

impl<K: Key, V: Shareable, E: Shareable> Shared<K, V, E> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Flight<V, E>>> {
        // Nothing that runs under the lock leaves the map half changed.
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place in a flight that has not begun: at once with a crew of its own, or as the next of the one on its way.
    fn book(
        self: &Arc<Self>,
        flights: &mut HashMap<K, Flight<V, E>>,
        key: K,
        load: BoxFuture<'static, Result<V, E>>,
    ) -> Booking<K, V, E> {
        if let Some(flight) = flights.get_mut(&key) {
            let next = flight.next.get_or_insert_with(|| Ticket::new(load));
            return Booking { landing: next.landing(), crew: None };
        }
        let ticket = Ticket::new(load);
        let landing = ticket.landing();
        flights.insert(key.clone(), Flight::new(landing.clone()));
        Booking { landing, crew: Some(Crew { shared: Arc::clone(self), key, ticket: Some(ticket) }) }
    }

    /// Remembers the answer unless something newer is known; tells what the callers get, and what to ask next.
    fn land(&self, key: &K, answer: Result<V, E>) -> (Result<V, E>, Option<Ticket<V, E>>) {
        let mut flights = self.lock();
        let Some(flight) = flights.remove(key) else { return (answer, None) };
        let newer = if flight.overtaken { self.values.get(key) } else { None };
        if let (false, Ok(value)) = (flight.overtaken, &answer) {
            self.values.insert(key.clone(), value.clone());
        }
        if let Some(next) = &flight.next {
            flights.insert(key.clone(), Flight::new(next.landing()));
        }
        (newer.map_or(answer, Ok), flight.next)
    }
}

/// A place in a flight, and its crew if it is still on the ground.
struct Booking<K: Key, V: Shareable, E: Shareable> {
    landing: Landing<V, E>,
    crew: Option<Crew<K, V, E>>,
}

impl<K: Key, V: Shareable, E: Shareable> Booking<K, V, E> {
    /// Not to be called under the lock, which a crew that can't start takes to clean up.
    async fn answer(self) -> Result<V, Failure<E>> {
        if let Some(crew) = self.crew {
            tokio::spawn(crew.fly().in_current_span());
        }
        self.landing.answer().await
    }
}

/// The task that asks for one key, again and again while there is somebody whom the last answer does not serve.
///
/// A key has a crew exactly while it stands among the flights.
struct Crew<K: Key, V: Shareable, E: Shareable> {
    shared: Arc<Shared<K, V, E>>,
    key: K,
    /// The question on its way; `None` once there is none left.
    ticket: Option<Ticket<V, E>>,
}

impl<K: Key, V: Shareable, E: Shareable> Crew<K, V, E> {
    async fn fly(mut self) {
        while let Some(ticket) = &mut self.ticket {
            let answer = ticket.load.as_mut().await;
            let (answer, next) = self.shared.land(&self.key, answer);
            ticket.announce.send_replace(Some(answer));
            self.ticket = next;
        }
    }
}

impl<K: Key, V: Shareable, E: Shareable> Drop for Crew<K, V, E> {
    /// A crew that does not come home (a panic, the end of the program) takes its flight off the board, so that those who
    /// wait learn of it and the next caller asks anew.
    fn drop(&mut self) {
        if self.ticket.is_some() {
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

    /// Values are numbers that live for so many milliseconds.
    fn memory() -> Arc<Memory<&'static str, u64, &'static str>> {
        let jitter = Jitter::new(0, Arc::new(|| 0.5));
        Arc::new(Memory::new(100, jitter, |value| Duration::from_millis(*value)))
    }

    const LONG: u64 = 600_000;

    /// A source that answers one question for each permit, with a number that rises.
    #[derive(Clone)]
    struct Source {
        permits: Arc<Semaphore>,
        asked: Arc<AtomicUsize>,
    }

    impl Source {
        fn held() -> Self {
            Self { permits: Arc::new(Semaphore::new(0)), asked: Arc::default() }
        }

        fn load(&self) -> BoxFuture<'static, Result<u64, &'static str>> {
            let source = self.clone();
            async move {
                let question = source.asked.fetch_add(1, Ordering::SeqCst) + 1;
                source.permits.acquire().await.unwrap().forget();
                Ok(LONG + question as u64)
            }
            .boxed()
        }

        fn answer_one(&self) {
            self.permits.add_permits(1);
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    async fn settle() {
        for _ in 0..10 {
            yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_hundred_callers_ask_once() {
        let (memory, source) = (memory(), Source::held());
        source.answer_one();
        let answers = join_all((0..100).map(|_| memory.get("key", source.load()))).await;
        assert!(answers.iter().all(|answer| *answer == Ok(LONG + 1)));
        assert_eq!(source.asked(), 1);
        assert_eq!(memory.known(&"key"), Some(LONG + 1));
    }

    #[tokio::test]
    async fn a_caller_who_leaves_takes_nobody_along() {
        let (memory, source) = (memory(), Source::held());
        let mut first = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut first).now_or_never(), None);
        settle().await;
        let second = memory.get("key", source.load());
        drop(first);
        source.answer_one();
        assert_eq!(second.await, Ok(LONG + 1));
        assert_eq!(source.asked(), 1);
    }

    #[tokio::test]
    async fn a_caller_whom_nobody_polls_holds_nobody_up() {
        let (memory, source) = (memory(), Source::held());
        let mut first = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut first).now_or_never(), None);
        source.answer_one();
        assert_eq!(memory.get("key", source.load()).await, Ok(LONG + 1));
        drop(first);
    }

    #[tokio::test]
    async fn what_is_put_beats_an_answer_on_its_way() {
        let (memory, source) = (memory(), Source::held());
        let mut asking = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut asking).now_or_never(), None);
        settle().await;
        memory.put("key", LONG);
        source.answer_one();
        assert_eq!(asking.await, Ok(LONG));
        assert_eq!(memory.known(&"key"), Some(LONG));
    }

    #[tokio::test]
    async fn an_answer_on_its_way_is_forgotten_with_its_key() {
        let (memory, source) = (memory(), Source::held());
        let mut asking = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut asking).now_or_never(), None);
        settle().await;
        memory.forget(&"key");
        let mut later = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut later).now_or_never(), None);
        source.answer_one();
        assert_eq!(asking.await, Ok(LONG + 1));
        assert_eq!(memory.known(&"key"), None);
        source.answer_one();
        assert_eq!(later.await, Ok(LONG + 2));
        assert_eq!(memory.known(&"key"), Some(LONG + 2));
    }

    #[tokio::test]
    async fn everything_is_forgotten_at_once() {
        let (memory, source) = (memory(), Source::held());
        memory.put("other", LONG);
        let mut asking = Box::pin(memory.get("key", source.load()));
        assert_eq!((&mut asking).now_or_never(), None);
        settle().await;
        memory.forget_all();
        source.answer_one();
        assert_eq!(asking.await, Ok(LONG + 1));
        assert_eq!((memory.known(&"key"), memory.known(&"other")), (None, None));
    }

    #[tokio::test]
    async fn fresh_callers_share_a_question_that_was_asked_after_they_came() {
        let (memory, source) = (memory(), Source::held());
        let mut first = Box::pin(memory.get_fresh("key", source.load()));
        assert_eq!((&mut first).now_or_never(), None);
        settle().await;
        let mut others: Vec<_> = (0..10).map(|_| Box::pin(memory.get_fresh("key", source.load()))).collect();
        assert!(others.iter_mut().all(|other| other.now_or_never().is_none()));
        source.answer_one();
        assert_eq!(first.await, Ok(LONG + 1));
        source.answer_one();
        let answers = join_all(others).await;
        assert!(answers.iter().all(|answer| *answer == Ok(LONG + 2)));
        assert_eq!(source.asked(), 2);
    }

    #[tokio::test]
    async fn a_fresh_answer_is_not_mistaken_for_an_old_one_because_another_follows() {
        let (memory, source) = (memory(), Source::held());
        memory.put("key", LONG);
        let mut first = Box::pin(memory.get_fresh("key", source.load()));
        assert_eq!((&mut first).now_or_never(), None);
        settle().await;
        let mut second = Box::pin(memory.get_fresh("key", source.load()));
        assert_eq!((&mut second).now_or_never(), None);
        source.answer_one();
        assert_eq!(first.await, Ok(LONG + 1));
        source.answer_one();
        assert_eq!(second.await, Ok(LONG + 2));
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_and_not_remembered() {
        let memory = memory();
        let answers = join_all((0..3).map(|_| memory.get("key", async { Err("no") }.boxed()))).await;
        assert!(answers.iter().all(|answer| *answer == Err(Failure::Failed("no"))));
        assert_eq!(memory.get("key", async { Ok(LONG) }.boxed()).await, Ok(LONG));
    }

    #[tokio::test]
    async fn a_question_that_panics_leaves_nobody_waiting() {
        let memory = memory();
        let mut first = Box::pin(memory.get("key", async { panic!("on purpose") }.boxed()));
        assert_eq!((&mut first).now_or_never(), None);
        let mut queued = Box::pin(memory.get_fresh("key", pending().boxed()));
        assert_eq!((&mut queued).now_or_never(), None);
        assert_eq!(first.await, Err(Failure::CutShort));
        assert_eq!(queued.await, Err(Failure::CutShort));
        assert_eq!(memory.get("key", async { Ok(LONG) }.boxed()).await, Ok(LONG));
    }

    #[tokio::test]
    async fn a_value_ends_with_its_time_also_when_it_replaced_another() {
        let memory = memory();
        memory.put("key", LONG);
        memory.put("key", 30);
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(memory.known(&"key"), None);
    }
}
