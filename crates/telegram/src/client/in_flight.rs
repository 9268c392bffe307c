//! How many requests may be under way at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bounds the requests under way, overall and in each chat, so that one chat whose calls hang can't occupy all.
pub(super) struct InFlight {
    overall: Arc<Semaphore>,
    per_chat: usize,
    chats: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// The permit for one request; dropping it lets the next one go.
pub(super) struct Permit<'a> {
    _overall: Option<OwnedSemaphorePermit>,
    // Dropped in the order written: the permit goes before the entry looks whether the chat is still in use.
    _in_chat: Option<(Option<OwnedSemaphorePermit>, ChatEntry<'a>)>,
}

/// A chat that has requests under way or waiting; its entry goes with the last of them.
struct ChatEntry<'a> {
    in_flight: &'a InFlight,
    chat: String,
    permits: Option<Arc<Semaphore>>,
}

impl InFlight {
    pub(super) fn new(overall: usize, per_chat: usize) -> Self {
        let overall = Arc::new(Semaphore::new(overall.max(1)));
        Self { overall, per_chat: per_chat.max(1), chats: Mutex::default() }
    }

    /// Waits for a permit in `chat` and then for one overall, so that a request that waits for the first holds none.
    pub(super) async fn acquire(&self, chat: Option<String>) -> Permit<'_> {
        let in_chat = match chat {
            Some(chat) => {
                let entry = self.entry(chat);
                let permit = match &entry.permits {
                    // The semaphores are never closed, so a permit always comes.
                    Some(permits) => permits.clone().acquire_owned().await.ok(),
                    None => None,
                };
                Some((permit, entry))
            }
            None => None,
        };
        Permit { _overall: self.overall.clone().acquire_owned().await.ok(), _in_chat: in_chat }
    }

    fn entry(&self, chat: String) -> ChatEntry<'_> {
        let new = || Arc::new(Semaphore::new(self.per_chat));
        let permits = self.chats().entry(chat.clone()).or_insert_with(new).clone();
        ChatEntry { in_flight: self, chat, permits: Some(permits) }
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<String, Arc<Semaphore>>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ChatEntry<'_> {
    fn drop(&mut self) {
        let mut chats = self.in_flight.chats();
        self.permits = None;
        if chats.get(&self.chat).is_some_and(|permits| Arc::strong_count(permits) == 1) {
            chats.remove(&self.chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::FutureExt;
    use tokio::time::timeout;

    use super::*;

    async fn acquires<'a>(in_flight: &'a InFlight, chat: &str) -> Option<Permit<'a>> {
        timeout(Duration::from_secs(1), in_flight.acquire(Some(chat.to_owned()))).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_chat_holds_up_nobody_else() {
        let in_flight = InFlight::new(3, 2);
        let first = acquires(&in_flight, "a").await.unwrap();
        let _second = acquires(&in_flight, "a").await.unwrap();
        assert!(acquires(&in_flight, "a").await.is_none());
        let third = acquires(&in_flight, "b").await.unwrap();
        assert!(acquires(&in_flight, "c").await.is_none(), "all three permits are taken");
        drop(third);
        assert!(acquires(&in_flight, "c").await.is_some());
        drop(first);
        assert!(acquires(&in_flight, "a").await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_is_served_in_the_order_they_came() {
        let in_flight = InFlight::new(1, 1);
        let first = acquires(&in_flight, "a").await.unwrap();
        let (mut second, mut third) = (Box::pin(in_flight.acquire(None)), Box::pin(in_flight.acquire(None)));
        assert!((&mut second).now_or_never().is_none() && (&mut third).now_or_never().is_none());
        drop(first);
        assert!((&mut third).now_or_never().is_none());
        drop(second.now_or_never().unwrap());
        assert!(third.now_or_never().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn chats_without_requests_are_forgotten() {
        let in_flight = InFlight::new(2, 1);
        let permit = acquires(&in_flight, "a").await.unwrap();
        assert!(acquires(&in_flight, "a").await.is_none());
        assert_eq!(in_flight.chats().len(), 1);
        drop(permit);
        assert!(in_flight.chats().is_empty());
    }
}
