//! How many requests may be under way at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bounds the requests under way, over all and in each chat, so that one chat whose calls hang can't occupy all.
pub(super) struct InFlight {
    all: Arc<Semaphore>,
    per_chat: usize,
    chats: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// A place among the requests under way; dropping it gives the place up.
pub(super) struct Place<'a> {
    _over_all: Option<OwnedSemaphorePermit>,
    // Dropped in the order written: the permit goes before the slot looks whether the chat is still in use.
    _in_chat: Option<(Option<OwnedSemaphorePermit>, ChatSlot<'a>)>,
}

/// A chat that has requests under way or waiting; its entry goes with the last of them.
struct ChatSlot<'a> {
    all: &'a InFlight,
    chat: String,
    places: Option<Arc<Semaphore>>,
}

impl InFlight {
    pub(super) fn new(over_all: usize, per_chat: usize) -> Self {
        let over_all = Arc::new(Semaphore::new(over_all.max(1)));
        Self { all: over_all, per_chat: per_chat.max(1), chats: Mutex::default() }
    }

    /// Waits for a place in `chat` and then for one over all, so that who waits for the first occupies none.
    pub(super) async fn enter(&self, chat: Option<String>) -> Place<'_> {
        let in_chat = match chat {
            Some(chat) => {
                let slot = self.slot(chat);
                let permit = match &slot.places {
                    // The semaphores are never closed, so a permit always comes.
                    Some(places) => places.clone().acquire_owned().await.ok(),
                    None => None,
                };
                Some((permit, slot))
            }
            None => None,
        };
        Place { _over_all: self.all.clone().acquire_owned().await.ok(), _in_chat: in_chat }
    }

    fn slot(&self, chat: String) -> ChatSlot<'_> {
        let new = || Arc::new(Semaphore::new(self.per_chat));
        let places = self.chats().entry(chat.clone()).or_insert_with(new).clone();
        ChatSlot { all: self, chat, places: Some(places) }
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<String, Arc<Semaphore>>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ChatSlot<'_> {
    fn drop(&mut self) {
        let mut chats = self.all.chats();
        self.places = None;
        if chats.get(&self.chat).is_some_and(|places| Arc::strong_count(places) == 1) {
            chats.remove(&self.chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn enters<'a>(in_flight: &'a InFlight, chat: &str) -> Option<Place<'a>> {
        timeout(Duration::from_secs(1), in_flight.enter(Some(chat.to_owned()))).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_chat_holds_up_nobody_else() {
        let in_flight = InFlight::new(3, 2);
        let first = enters(&in_flight, "a").await.unwrap();
        let _second = enters(&in_flight, "a").await.unwrap();
        assert!(enters(&in_flight, "a").await.is_none());
        let third = enters(&in_flight, "b").await.unwrap();
        assert!(enters(&in_flight, "c").await.is_none(), "all three places are taken");
        drop(third);
        assert!(enters(&in_flight, "c").await.is_some());
        drop(first);
        assert!(enters(&in_flight, "a").await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn chats_without_requests_are_forgotten() {
        let in_flight = InFlight::new(2, 1);
        let place = enters(&in_flight, "a").await.unwrap();
        assert!(enters(&in_flight, "a").await.is_none());
        assert_eq!(in_flight.chats().len(), 1);
        drop(place);
        assert!(in_flight.chats().is_empty());
    }
}
