//! What is wanted of each group's notices, and when the next one may follow.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{GroupId, Timestamp, notice, sender::SenderChannel};

use crate::Setback;

/// How long a notice waits for Telegram or the database to come back.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// And how long at most, each wait being twice the one before.
pub(super) const LONGEST_RETRY_DELAY: Duration = Duration::from_mins(10);

/// The boards of all groups of which something is wanted, or lately was.
#[derive(Default)]
pub(super) struct Boards(Mutex<HashMap<GroupId, Board>>);

/// One group's notices.
#[derive(Default)]
struct Board {
    /// When the last one was posted.
    last: Option<Timestamp>,
    /// Whether a task is at work on this board.
    is_busy: bool,
    /// What is wanted since that task last looked.
    wanted: Wanted,
    /// How often posting has failed in a row.
    failures: u32,
}

/// What is wanted of a group's notices.
#[derive(Default)]
pub(super) struct Wanted {
    /// Whether muted people wait for a notice.
    pub(super) is_merged: bool,
    /// The last channel whose author is to be told that nobody speaks in a channel's name here.
    pub(super) channel: Option<SenderChannel>,
}

impl Boards {
    /// Adds to what is wanted; whether a task must be started for this board.
    pub(super) fn want(&self, group: GroupId, add: impl FnOnce(&mut Wanted)) -> bool {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        add(&mut board.wanted);
        !std::mem::replace(&mut board.is_busy, true)
    }

    /// Hands over what is wanted.
    pub(super) fn take_wanted(&self, group: GroupId) -> Wanted {
        std::mem::take(&mut self.boards().entry(group).or_default().wanted)
    }

    /// Notes that a notice was posted.
    pub(super) fn note_posted(&self, group: GroupId, at: Timestamp) {
        self.boards().entry(group).or_default().last = Some(at);
    }

    /// How long until the next notice may follow.
    pub(super) fn until_next(&self, group: GroupId, now: Timestamp) -> Duration {
        let last = self.boards().get(&group).and_then(|board| board.last);
        notice::next_at(last, now).since(now)
    }

    /// Wants the merged notice again; how long to wait before that. A notice whose fate is unknown may stand already, so
    /// each time longer.
    pub(super) fn want_again(&self, group: GroupId, setback: &Setback) -> Duration {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        board.wanted.is_merged = true;
        if let Setback::FloodWait(wait) = setback {
            return *wait;
        }
        board.failures += 1;
        (RETRY_DELAY * 2_u32.saturating_pow(board.failures - 1)).min(LONGEST_RETRY_DELAY)
    }

    /// Ends the work on a board, unless something is wanted of it again; whether it has ended.
    pub(super) fn finish(&self, group: GroupId, now: Timestamp) -> bool {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        if board.wanted.is_merged || board.wanted.channel.is_some() {
            return false;
        }
        board.is_busy = false;
        board.failures = 0;
        // A board is only worth remembering while it keeps the next notice at a distance.
        boards.retain(|_, board| board.is_busy || board.last.is_some_and(|last| last.after(notice::SPACING) > now));
        true
    }

    fn boards(&self) -> MutexGuard<'_, HashMap<GroupId, Board>> {
        // Every change to a board is a single assignment, so a panic elsewhere leaves none half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{GROUP, NOW};

    #[test]
    fn one_task_works_on_a_board_until_nothing_is_wanted() {
        let boards = Boards::default();
        assert!(boards.want(GROUP, |wanted| wanted.is_merged = true));
        assert!(!boards.want(GROUP, |wanted| wanted.is_merged = true));
        assert!(boards.take_wanted(GROUP).is_merged);
        boards.want(GROUP, |wanted| wanted.is_merged = true);
        assert!(!boards.finish(GROUP, NOW), "somebody has asked again");
        boards.take_wanted(GROUP);
        assert!(boards.finish(GROUP, NOW));
        assert!(boards.want(GROUP, |wanted| wanted.is_merged = true));
    }

    #[test]
    fn a_board_is_remembered_for_as_long_as_it_keeps_notices_apart() {
        let boards = Boards::default();
        boards.want(GROUP, |_| {});
        boards.note_posted(GROUP, NOW);
        assert!(boards.finish(GROUP, NOW));
        assert_eq!(boards.until_next(GROUP, NOW), notice::SPACING);
        boards.want(GROUP, |_| {});
        assert!(boards.finish(GROUP, NOW.after(notice::SPACING)));
        assert!(boards.boards().is_empty());
    }

    #[test]
    fn each_failure_waits_longer_and_a_flood_wait_as_long_as_telegram_says() {
        let boards = Boards::default();
        let away = Setback::TelegramAway("away".into());
        let waits: Vec<_> = (0..9).map(|_| boards.want_again(GROUP, &away).as_secs()).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        assert_eq!(boards.want_again(GROUP, &Setback::FloodWait(Duration::from_secs(7))).as_secs(), 7);
    }
}
