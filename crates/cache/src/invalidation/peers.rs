//! Which instances have been heard, and whether anything of what they said was missed.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

use super::message::Bulletin;

/// How long an instance may be silent: several times as long as it takes to say something.
pub(super) const LONGEST_SILENCE: Duration = Duration::from_millis(2_500);

/// How long an instance that fell silent without a word of farewell is waited for: it may be cut off from Redis, and
/// change things that it can't tell. After that it is taken for dead.
const MOURNING: Duration = Duration::from_mins(1);

/// The instances, this one among them.
#[derive(Default)]
pub(super) struct Peers(HashMap<u64, Peer>);

struct Peer {
    next: u64,
    last_heard: Instant,
}

impl Peers {
    /// Notes that a bulletin was heard; `false` if one before it was not.
    pub(super) fn hear(&mut self, bulletin: &Bulletin, now: Instant) -> bool {
        // Of an instance that is new here, everything from its first bulletin on should have been heard.
        let expected = self.0.get(&bulletin.instance).map_or(1, |peer| peer.next);
        if bulletin.is_farewell {
            self.0.remove(&bulletin.instance);
        } else {
            self.0.insert(bulletin.instance, Peer { next: bulletin.number + 1, last_heard: now });
        }
        bulletin.number == expected
    }

    /// Whether `instance` has been heard lately.
    pub(super) fn hears(&self, instance: u64, now: Instant) -> bool {
        self.0.get(&instance).is_some_and(|peer| peer.silence(now) < LONGEST_SILENCE)
    }

    /// Whether `instance`, and everybody else who is not dead or gone, has been heard lately.
    pub(super) fn can_be_heard(&mut self, instance: u64, now: Instant) -> bool {
        self.0.retain(|_, peer| peer.silence(now) < MOURNING);
        self.hears(instance, now) && self.0.values().all(|peer| peer.silence(now) < LONGEST_SILENCE)
    }
}

impl Peer {
    fn silence(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.last_heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulletin(instance: u64, number: u64) -> Bulletin {
        Bulletin { instance, number, changes: Vec::new(), is_farewell: false }
    }

    #[test]
    fn a_missing_bulletin_is_noticed_once() {
        let (mut peers, now) = (Peers::default(), Instant::now());
        assert!(peers.hear(&bulletin(1, 1), now));
        assert!(peers.hear(&bulletin(1, 2), now));
        assert!(!peers.hear(&bulletin(1, 4), now));
        assert!(peers.hear(&bulletin(1, 5), now));
        assert!(!peers.hear(&bulletin(2, 9), now), "its first eight were not heard");
    }

    #[test]
    fn this_instance_must_hear_itself() {
        let (mut peers, now) = (Peers::default(), Instant::now());
        assert!(!peers.can_be_heard(1, now));
        peers.hear(&bulletin(1, 1), now);
        assert!(peers.can_be_heard(1, now));
        assert!(!peers.can_be_heard(1, now + LONGEST_SILENCE));
    }

    #[test]
    fn one_that_falls_silent_is_missed_for_a_while_and_one_that_says_farewell_is_not() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        peers.hear(&bulletin(2, 1), start);
        let later = start + LONGEST_SILENCE;
        peers.hear(&bulletin(1, 1), later);
        assert!(!peers.can_be_heard(1, later));
        peers.hear(&Bulletin { is_farewell: true, ..bulletin(2, 2) }, later);
        assert!(peers.can_be_heard(1, later));

        peers.hear(&bulletin(3, 1), later);
        peers.hear(&bulletin(1, 2), later + MOURNING);
        assert!(peers.can_be_heard(1, later + MOURNING), "the third is taken for dead");
    }
}
