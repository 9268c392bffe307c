//! Flood waits, kept.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How many waits are kept. Past it the one that ends first is forgotten: the worst that follows is one call
/// that Telegram refuses again.
const CAPACITY: usize = 4_096;

/// No wait is kept for longer, whatever a server asks for.
const MAX_HOLD: Duration = Duration::from_hours(24);

/// The calls that wait because Telegram has asked for it: one method in one chat, since a flood in one says nothing of
/// the others.
#[derive(Debug, Default)]
pub(super) struct FloodHolds {
    ends: Mutex<HashMap<Hold, Instant>>,
}

/// A method, and the chat as the call names it; calls that name none are held together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hold {
    pub(super) method: &'static str,
    chat: Option<String>,
    /// Whether it is about the calls of sweeps alone, which ask as much as Telegram allows.
    for_sweeps: bool,
}

impl Hold {
    pub(super) const fn new(method: &'static str, chat: Option<String>) -> Self {
        Self { method, chat, for_sweeps: false }
    }

    pub(super) const fn for_sweeps(method: &'static str, chat: Option<String>) -> Self {
        Self { method, chat, for_sweeps: true }
    }

    /// The wider hold, which holds these calls too.
    fn of_all(&self) -> Option<Self> {
        self.for_sweeps.then(|| Self { for_sweeps: false, ..self.clone() })
    }
}

impl FloodHolds {
    /// How much longer such calls are held; `None`: they are not.
    pub(super) fn remaining(&self, hold: &Hold) -> Option<Duration> {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let own = remaining_of(&mut ends, hold);
        own.max(hold.of_all().and_then(|all| remaining_of(&mut ends, &all)))
    }

    /// Holds such calls for `wait` from now; a longer hold that there is already stands.
    pub(super) fn begin(&self, hold: &Hold, wait: Duration) {
        let now = Instant::now();
        let end = now + wait.min(MAX_HOLD);
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.len() >= CAPACITY && !ends.contains_key(hold) {
            evict(&mut ends, now);
        }
        let known = ends.entry(hold.clone()).or_insert(end);
        *known = end.max(*known);
    }
}

fn remaining_of(ends: &mut HashMap<Hold, Instant>, hold: &Hold) -> Option<Duration> {
    let remaining = ends.get(hold)?.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
    if remaining.is_none() {
        ends.remove(hold);
    }
    remaining
}

fn evict(ends: &mut HashMap<Hold, Instant>, now: Instant) {
    ends.retain(|_, end| *end > now);
    if ends.len() >= CAPACITY {
        let first = ends.iter().min_by_key(|(_, end)| **end).map(|(hold, _)| hold.clone());
        if let Some(first) = first {
            ends.remove(&first);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn hold(method: &'static str, chat: i64) -> Hold {
        Hold::new(method, Some(chat.to_string()))
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_hold_ends_by_itself_and_is_forgotten() {
        let holds = FloodHolds::default();
        holds.begin(&hold("deleteMessage", 1), SECOND * 5);
        advance(SECOND * 2).await;
        assert_eq!(holds.remaining(&hold("deleteMessage", 1)), Some(SECOND * 3));
        advance(SECOND * 3).await;
        assert_eq!(holds.remaining(&hold("deleteMessage", 1)), None);
        assert!(holds.ends.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_hold_concerns_one_method_in_one_chat() {
        let holds = FloodHolds::default();
        holds.begin(&hold("deleteMessage", 1), SECOND);
        assert_eq!(holds.remaining(&hold("deleteMessage", 2)), None);
        assert_eq!(holds.remaining(&hold("sendMessage", 1)), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_shorter_wait_does_not_end_a_longer_one() {
        let holds = FloodHolds::default();
        holds.begin(&hold("sendMessage", 1), SECOND * 60);
        holds.begin(&hold("sendMessage", 1), SECOND);
        assert_eq!(holds.remaining(&hold("sendMessage", 1)), Some(SECOND * 60));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_absurd_waits_do_no_harm() {
        let holds = FloodHolds::default();
        holds.begin(&hold("sendMessage", -1), Duration::from_secs(u64::MAX));
        for chat in 0..10_000 {
            holds.begin(&hold("sendMessage", chat), SECOND);
        }
        assert_eq!(holds.ends.lock().unwrap().len(), CAPACITY);
        assert_eq!(holds.remaining(&hold("sendMessage", -1)), Some(MAX_HOLD));
    }
}
