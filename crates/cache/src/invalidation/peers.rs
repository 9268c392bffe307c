//! Which instances have been received lately, and whether any of their messages was missed.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

use super::message::InvalidationMessage;

/// How long an instance may publish nothing: several times its heartbeat.
pub(super) const MAX_SILENCE: Duration = Duration::from_millis(2_500);

/// How long an instance that fell silent without a last message counts: it may be cut off from Redis, and change things
/// that it can't publish. After that it is taken to have ended.
const PEER_FORGET_AFTER: Duration = Duration::from_mins(1);

/// The instances, this one among them.
#[derive(Default)]
pub(super) struct Peers(HashMap<u64, Peer>);

struct Peer {
    next: u64,
    last_received: Instant,
}

impl Peers {
    /// Records that a message was received; `false` if one before it was not.
    pub(super) fn record(&mut self, message: &InvalidationMessage, now: Instant) -> bool {
        // Of an instance that is new here, everything from its first message on should have been received.
        let expected = self.0.get(&message.instance).map_or(1, |peer| peer.next);
        if message.is_last {
            self.0.remove(&message.instance);
        } else {
            self.0.insert(message.instance, Peer { next: message.number + 1, last_received: now });
        }
        message.number == expected
    }

    /// Whether a message of `instance` has been received lately.
    pub(super) fn is_received(&self, instance: u64, now: Instant) -> bool {
        self.0.get(&instance).is_some_and(|peer| peer.silence(now) < MAX_SILENCE)
    }

    /// Whether messages of `instance`, and of all others that have not ended, have been received lately.
    pub(super) fn are_all_received(&mut self, instance: u64, now: Instant) -> bool {
        self.0.retain(|_, peer| peer.silence(now) < PEER_FORGET_AFTER);
        self.is_received(instance, now) && self.0.values().all(|peer| peer.silence(now) < MAX_SILENCE)
    }
}

impl Peer {
    fn silence(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.last_received)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(instance: u64, number: u64) -> InvalidationMessage {
        InvalidationMessage { instance, number, changes: Vec::new(), is_last: false }
    }

    #[test]
    fn a_missing_message_is_noticed_once() {
        let (mut peers, now) = (Peers::default(), Instant::now());
        assert!(peers.record(&message(1, 1), now));
        assert!(peers.record(&message(1, 2), now));
        assert!(!peers.record(&message(1, 4), now));
        assert!(peers.record(&message(1, 5), now));
        assert!(!peers.record(&message(2, 9), now), "its first eight were not received");
    }

    #[test]
    fn this_instance_must_receive_itself() {
        let (mut peers, now) = (Peers::default(), Instant::now());
        assert!(!peers.are_all_received(1, now));
        peers.record(&message(1, 1), now);
        assert!(peers.are_all_received(1, now));
        assert!(!peers.are_all_received(1, now + MAX_SILENCE));
    }

    #[test]
    fn one_that_falls_silent_counts_for_a_while_and_one_that_published_its_last_does_not() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        peers.record(&message(2, 1), start);
        let later = start + MAX_SILENCE;
        peers.record(&message(1, 1), later);
        assert!(!peers.are_all_received(1, later));
        peers.record(&InvalidationMessage { is_last: true, ..message(2, 2) }, later);
        assert!(peers.are_all_received(1, later));

        peers.record(&message(3, 1), later);
        peers.record(&message(1, 2), later + PEER_FORGET_AFTER);
        assert!(peers.are_all_received(1, later + PEER_FORGET_AFTER), "the third is taken to have ended");
    }
}
