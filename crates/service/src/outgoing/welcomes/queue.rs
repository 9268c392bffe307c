//! Who is to be welcomed in which group, and when the next welcome may go. Nothing here waits.

use std::{collections::HashMap, time::Duration};

use portcullis_domain::{GroupId, message::Place, notice::NamedPerson};
use tokio::time::Instant;

/// For how long it is waited for more people to be welcomed together.
const GATHERING: Duration = Duration::from_secs(2);

/// The least time between two welcomes in a group: two a minute at most of the twenty messages that Telegram lets it have,
/// of which ten are for notices and six for answers.
const SPACING: Duration = Duration::from_secs(30);

/// How many people are welcomed at once: ten of them by name. Whoever comes when there are so many is not welcomed.
const MAX_IN_A_GROUP: usize = 50;

/// How many people wait to be welcomed, over all groups: some 300 bytes each.
const MAX_WAITING: usize = 2_000;

/// How many groups there may be before the idle ones are looked for and forgotten.
const PRUNE_AT_LEAST: usize = 256;

/// Somebody who is to be welcomed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guest {
    pub(super) person: NamedPerson,
    /// The language of their client.
    pub(super) language_code: Option<String>,
    /// Where they were told what to do, if they were.
    pub(super) place: Place,
}

/// The people who wait to be welcomed, by group.
pub(super) struct WelcomeQueue {
    lines: HashMap<GroupId, Line>,
    waiting: usize,
    prune_at: usize,
}

#[derive(Default)]
struct Line {
    guests: Vec<Guest>,
    /// When the first of them came.
    since: Option<Instant>,
    /// When the last welcome went.
    last: Option<Instant>,
    /// Whether a task is at work on it.
    is_busy: bool,
}

/// What the task of a group does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Welcomes these, together.
    Welcome(Vec<Guest>),
    /// Looks again at this moment.
    Wait(Instant),
    /// Ends: nobody waits.
    End,
}

impl Default for WelcomeQueue {
    fn default() -> Self {
        Self { lines: HashMap::new(), waiting: 0, prune_at: PRUNE_AT_LEAST }
    }
}

impl WelcomeQueue {
    /// Adds somebody who is to be welcomed, once; whether a task must be started for the group.
    pub(super) fn push(&mut self, group: GroupId, guest: Guest, now: Instant) -> bool {
        self.prune(now);
        if self.waiting >= MAX_WAITING {
            return false;
        }
        let line = self.lines.entry(group).or_default();
        let is_there = line.guests.iter().any(|waiting| waiting.person.user == guest.person.user);
        if is_there || line.guests.len() >= MAX_IN_A_GROUP {
            return false;
        }
        line.guests.push(guest);
        line.since.get_or_insert(now);
        self.waiting += 1;
        !std::mem::replace(&mut line.is_busy, true)
    }

    /// What the task of a group does next.
    pub(super) fn next(&mut self, group: GroupId, now: Instant) -> Next {
        let Some(line) = self.lines.get_mut(&group) else { return Next::End };
        let Some(since) = line.since else {
            line.is_busy = false;
            return Next::End;
        };
        let due = line.last.map_or(since + GATHERING, |last| (last + SPACING).max(since + GATHERING));
        if now < due {
            return Next::Wait(due);
        }
        line.since = None;
        line.last = Some(now);
        let guests = std::mem::take(&mut line.guests);
        self.waiting -= guests.len();
        Next::Welcome(guests)
    }

    fn prune(&mut self, now: Instant) {
        if self.lines.len() < self.prune_at {
            return;
        }
        self.lines.retain(|_, line| line.is_busy || line.last.is_some_and(|last| now < last + SPACING));
        self.prune_at = PRUNE_AT_LEAST.max(self.lines.len() * 2);
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::UserId;

    use super::*;

    const GROUP: GroupId = GroupId(-1);

    fn guest(user: i64) -> Guest {
        let person = NamedPerson { user: UserId(user), name: format!("N{user}") };
        Guest { person, language_code: None, place: Place::default() }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_within_two_seconds_is_welcomed_together_and_once() {
        let (mut queue, now) = (WelcomeQueue::default(), Instant::now());
        assert!(queue.push(GROUP, guest(1), now));
        assert!(!queue.push(GROUP, guest(2), now + Duration::from_secs(1)));
        assert!(!queue.push(GROUP, guest(1), now + Duration::from_secs(1)));
        assert_eq!(queue.next(GROUP, now), Next::Wait(now + GATHERING));
        assert_eq!(queue.next(GROUP, now + GATHERING), Next::Welcome(vec![guest(1), guest(2)]));
        assert_eq!(queue.next(GROUP, now + GATHERING), Next::End);
        assert!(queue.push(GROUP, guest(3), now + GATHERING), "its task has ended");
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_has_more_than_two_and_whoever_comes_meanwhile_waits_for_the_next() {
        let (mut queue, begun) = (WelcomeQueue::default(), Instant::now());
        let mut sent = Vec::new();
        for second in 0..300 {
            let now = begun + Duration::from_secs(second);
            queue.push(GROUP, guest(i64::try_from(second).unwrap()), now);
            if let Next::Welcome(guests) = queue.next(GROUP, now) {
                sent.push((second, guests.len()));
            }
        }
        assert_eq!(sent[..3], [(2, 3), (32, 30), (62, 30)]);
        for first in &sent {
            assert!(sent.iter().filter(|(second, _)| (first.0..first.0 + 60).contains(second)).count() <= 2);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn however_many_come_a_bounded_number_waits() {
        let (mut queue, now) = (WelcomeQueue::default(), Instant::now());
        for user in 0..1_000 {
            queue.push(GROUP, guest(user), now);
        }
        assert_eq!(queue.waiting, MAX_IN_A_GROUP);
        for group in 0..10_000 {
            queue.push(GroupId(-10 - group), guest(1), now);
        }
        assert_eq!(queue.waiting, MAX_WAITING);
        assert!(queue.lines.len() <= MAX_WAITING);
    }

    #[tokio::test(start_paused = true)]
    async fn groups_in_which_nobody_comes_are_forgotten() {
        let (mut queue, mut now) = (WelcomeQueue::default(), Instant::now());
        for group in 0..10_000 {
            queue.push(GroupId(-group), guest(1), now);
            now += GATHERING;
            assert!(matches!(queue.next(GroupId(-group), now), Next::Welcome(_)));
            assert_eq!(queue.next(GroupId(-group), now), Next::End);
        }
        assert!(queue.lines.len() <= 2 * PRUNE_AT_LEAST);
        assert_eq!(queue.waiting, 0);
    }
}
