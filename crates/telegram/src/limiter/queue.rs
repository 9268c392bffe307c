//! The queue of the messages to send: which may go now, and when the next may. Nothing here waits.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use portcullis_domain::{ChatId, message::SendPriority};
use tokio::{sync::oneshot, time::Instant};

use super::{message_limiter::MessageLimits, sliding_window::SlidingWindow};

/// The order of the messages that wait: by priority, and within one as they came.
pub(super) type Rank = (Reverse<SendPriority>, u64);

/// How many chats there may be before the idle ones are looked for and forgotten.
const PRUNE_AT_LEAST: usize = 256;

/// The messages that wait, and the windows that say when they may be sent.
pub(super) struct Queue {
    limits: MessageLimits,
    overall: SlidingWindow,
    chats: HashMap<ChatId, Chat>,
    next_number: u64,
    prune_at: usize,
}

struct Chat {
    /// `None` for a private chat.
    window: Option<SlidingWindow>,
    waiting: BTreeMap<Rank, oneshot::Sender<Instant>>,
}

impl Queue {
    pub(super) fn new(limits: MessageLimits) -> Self {
        let overall = SlidingWindow::new(limits.per_second, Duration::from_secs(1));
        Self { limits, overall, chats: HashMap::new(), next_number: 0, prune_at: PRUNE_AT_LEAST }
    }

    /// Adds a message to `chat`; the receiver gets the moment at which it may be sent.
    pub(super) fn enqueue(
        &mut self,
        chat: ChatId,
        priority: SendPriority,
        now: Instant,
    ) -> (Rank, oneshot::Receiver<Instant>) {
        if self.chats.len() >= self.prune_at {
            self.chats.retain(|_, chat| !chat.is_idle(now));
            self.prune_at = PRUNE_AT_LEAST.max(self.chats.len() * 2);
        }
        let rank = (Reverse(priority), self.next_number);
        self.next_number += 1;
        let (granted, grant) = oneshot::channel();
        let limit = self.limits.per_group_per_minute;
        let new = || Chat::new(chat, limit);
        self.chats.entry(chat).or_insert_with(new).waiting.insert(rank, granted);
        (rank, grant)
    }

    /// Removes a message that still waits.
    pub(super) fn remove(&mut self, chat: ChatId, rank: Rank) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.waiting.remove(&rank);
        }
    }

    /// Undoes a grant that was not used.
    pub(super) fn undo_grant(&mut self, chat: ChatId, granted: Instant) {
        self.overall.remove(granted);
        if let Some(window) = self.chats.get_mut(&chat).and_then(|chat| chat.window.as_mut()) {
            window.remove(granted);
        }
    }

    /// Grants all that may be sent at `now`, and says when to look again; `None`: nothing waits.
    pub(super) fn grant_due(&mut self, now: Instant) -> Option<Instant> {
        loop {
            let (first, next_free) = self.first(now);
            let Some((rank, id)) = first else { return next_free };
            let free_at = self.overall.free_at(now);
            if free_at > now {
                return Some(free_at);
            }
            self.grant(id, rank, now);
        }
    }

    /// The first in order among the chats that have room, and when the next of the others has.
    ///
    /// Only the head of each chat's queue matters, so a full chat with many messages waiting delays no other.
    fn first(&mut self, now: Instant) -> (Option<(Rank, ChatId)>, Option<Instant>) {
        let mut first = None;
        let mut next_free = None;
        for (id, chat) in &mut self.chats {
            let Some((rank, _)) = chat.waiting.first_key_value() else { continue };
            let candidate = (*rank, *id);
            let free_at = chat.window.as_mut().map_or(now, |window| window.free_at(now));
            if free_at > now {
                next_free = Some(next_free.map_or(free_at, |next: Instant| next.min(free_at)));
            } else if first.is_none_or(|first| candidate < first) {
                first = Some(candidate);
            }
        }
        (first, next_free)
    }

    fn grant(&mut self, id: ChatId, rank: Rank, now: Instant) {
        let Some(chat) = self.chats.get_mut(&id) else { return };
        // A receiver that is gone has used nothing.
        if chat.waiting.remove(&rank).is_some_and(|waiting| waiting.send(now).is_ok()) {
            self.overall.record(now);
            if let Some(window) = &mut chat.window {
                window.record(now);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn chat_count(&self) -> usize {
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
