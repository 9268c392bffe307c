//! Who may send now, and when the next may: the limiter's state, without any waiting.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use portcullis_domain::{ChatId, message::SendPriority};
use tokio::{sync::oneshot, time::Instant};

use super::{message_limiter::MessageLimits, sliding_window::SlidingWindow};

/// The order of those who wait: by priority, and within one as they came.
pub(super) type Rank = (Reverse<SendPriority>, u64);

/// How many idle chats may be remembered before they are looked for and forgotten.
const SWEEP_AT_LEAST: usize = 256;

/// The windows and those who wait.
pub(super) struct Grants {
    limits: MessageLimits,
    over_all: SlidingWindow,
    chats: HashMap<ChatId, Chat>,
    next_rank: u64,
    sweep_at: usize,
}

struct Chat {
    /// `None` for a private chat.
    window: Option<SlidingWindow>,
    waiting: BTreeMap<Rank, oneshot::Sender<Instant>>,
}

impl Grants {
    pub(super) fn new(limits: MessageLimits) -> Self {
        let over_all = SlidingWindow::new(limits.per_second, Duration::from_secs(1));
        Self { limits, over_all, chats: HashMap::new(), next_rank: 0, sweep_at: SWEEP_AT_LEAST }
    }

    /// Takes a place in the queue of `chat`; the receiver gets the moment of the grant.
    pub(super) fn enqueue(
        &mut self,
        chat: ChatId,
        priority: SendPriority,
        now: Instant,
    ) -> (Rank, oneshot::Receiver<Instant>) {
        if self.chats.len() >= self.sweep_at {
            self.chats.retain(|_, chat| !chat.is_idle(now));
            self.sweep_at = SWEEP_AT_LEAST.max(self.chats.len() * 2);
        }
        let rank = (Reverse(priority), self.next_rank);
        self.next_rank += 1;
        let (granted, grant) = oneshot::channel();
        let limit = self.limits.per_group_per_minute;
        let new = || Chat::new(chat, limit);
        self.chats.entry(chat).or_insert_with(new).waiting.insert(rank, granted);
        (rank, grant)
    }

    /// Gives up a place in the queue.
    pub(super) fn leave(&mut self, chat: ChatId, rank: Rank) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.waiting.remove(&rank);
        }
    }

    /// Takes back a grant that nobody used.
    pub(super) fn refund(&mut self, chat: ChatId, granted: Instant) {
        self.over_all.refund(granted);
        if let Some(window) = self.chats.get_mut(&chat).and_then(|chat| chat.window.as_mut()) {
            window.refund(granted);
        }
    }

    /// Grants whatever may be granted at `now`, and tells when to look again; `None`: nobody waits.
    pub(super) fn grant(&mut self, now: Instant) -> Option<Instant> {
        loop {
            let (best, next_free) = self.best(now);
            let Some((rank, id)) = best else { return next_free };
            let free_at = self.over_all.free_at(now);
            if free_at > now {
                return Some(free_at);
            }
            self.grant_one(id, rank, now);
        }
    }

    /// The first in order among the chats that have room, and when the next of the others has.
    ///
    /// Only the head of each chat's queue matters, so a full chat with many waiting delays nobody.
    fn best(&mut self, now: Instant) -> (Option<(Rank, ChatId)>, Option<Instant>) {
        let mut best = None;
        let mut next_free = None;
        for (id, chat) in &mut self.chats {
            let Some((rank, _)) = chat.waiting.first_key_value() else { continue };
            let candidate = (*rank, *id);
            let free_at = chat.window.as_mut().map_or(now, |window| window.free_at(now));
            if free_at > now {
                next_free = Some(next_free.map_or(free_at, |next: Instant| next.min(free_at)));
            } else if best.is_none_or(|best| candidate < best) {
                best = Some(candidate);
            }
        }
        (best, next_free)
    }

    fn grant_one(&mut self, id: ChatId, rank: Rank, now: Instant) {
        let Some(chat) = self.chats.get_mut(&id) else { return };
        // Who no longer listens has taken nothing.
        if chat.waiting.remove(&rank).is_some_and(|waiting| waiting.send(now).is_ok()) {
            self.over_all.grant(now);
            if let Some(window) = &mut chat.window {
                window.grant(now);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn chats_remembered(&self) -> usize {
        self.chats.len()
    }
}

impl Chat {
    fn new(id: ChatId, per_minute: usize) -> Self {
        // Private chats alone have positive ids.
        let window = (id.0 < 0).then(|| SlidingWindow::new(per_minute, Duration::from_mins(1)));
        Self { window, waiting: BTreeMap::new() }
    }

    fn is_idle(&mut self, now: Instant) -> bool {
        self.waiting.is_empty() && self.window.as_mut().is_none_or(|window| window.is_empty(now))
    }
}
