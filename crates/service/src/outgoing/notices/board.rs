//! What is wanted of each group's notices, and when the next one may follow.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{GroupId, Timestamp, message::Place, notice, sender::SenderChannel};

use crate::Setback;

/// How long a notice waits for Telegram or the database to come back.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// And how long at most, each wait being twice the one before.
const LONGEST_RETRY_DELAY: Duration = Duration::from_mins(10);

/// How many people who write as channels wait for their word in one group.
const MAX_CHANNELS: usize = 10;

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
    /// Whether muted people wait for a notice, since that task last looked.
    is_merged_wanted: bool,
    /// The channels whose authors are to be told that nobody speaks in a channel's name here, and where they wrote, the
    /// first first.
    channels: VecDeque<(SenderChannel, Place)>,
    /// How often posting has failed in a row.
    failures: u32,
}

impl Boards {
    /// Wants a notice for the muted; whether a task must be started for this board.
    pub(super) fn want_merged(&self, group: GroupId) -> bool {
        self.want(group, |board| board.is_merged_wanted = true)
    }

    /// Wants a word to the author of a channel's messages; whether a task must be started for this board.
    pub(super) fn want_for_channel(&self, group: GroupId, channel: &SenderChannel, place: Place) -> bool {
        self.want(group, |board| {
            let waits = board.channels.iter().any(|(waiting, _)| waiting.id == channel.id);
            if !waits && board.channels.len() < MAX_CHANNELS {
                board.channels.push_back((channel.clone(), place));
            }
        })
    }

    fn want(&self, group: GroupId, add: impl FnOnce(&mut Board)) -> bool {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        add(board);
        !std::mem::replace(&mut board.is_busy, true)
    }

    /// Whether the muted wait for a notice; whoever asks again from now on waits for another.
    pub(super) fn take_merged(&self, group: GroupId) -> bool {
        std::mem::take(&mut self.boards().entry(group).or_default().is_merged_wanted)
    }

    /// The channel whose author is to be told next, and where. It stays on the board until they were.
    pub(super) fn next_channel(&self, group: GroupId) -> Option<(SenderChannel, Place)> {
        self.boards().get(&group).and_then(|board| board.channels.front().cloned())
    }

    /// Takes the channel off the board whose author was told.
    pub(super) fn remove_channel(&self, group: GroupId, channel: &SenderChannel) {
        if let Some(board) = self.boards().get_mut(&group) {
            board.channels.retain(|(waiting, _)| waiting.id != channel.id);
        }
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

    /// How long to wait after a notice that could not be posted. A notice whose fate is unknown may stand already, so
    /// each time longer.
    pub(super) fn defer(&self, group: GroupId, setback: &Setback) -> Duration {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
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
        if board.is_merged_wanted || !board.channels.is_empty() {
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
    use portcullis_domain::ChatId;

    use super::*;
    use crate::testing::{GROUP, NOW};

    fn channel(id: i64) -> SenderChannel {
        SenderChannel { id: ChatId(id), title: "Spam".to_owned() }
    }

    #[test]
    fn one_task_works_on_a_board_until_nothing_is_wanted() {
        let boards = Boards::default();
        assert!(boards.want_merged(GROUP));
        assert!(!boards.want_merged(GROUP));
        assert!(boards.take_merged(GROUP));
        boards.want_merged(GROUP);
        assert!(!boards.finish(GROUP, NOW), "somebody has asked again");
        boards.take_merged(GROUP);
        assert!(boards.finish(GROUP, NOW));
        assert!(boards.want_merged(GROUP));
    }

    #[test]
    fn a_channel_stays_on_the_board_until_its_author_was_told() {
        let boards = Boards::default();
        assert!(boards.want_for_channel(GROUP, &channel(-8), Place::default()));
        boards.want_for_channel(GROUP, &channel(-9), Place::default());
        boards.want_for_channel(GROUP, &channel(-8), Place::default());
        assert_eq!(boards.next_channel(GROUP), Some((channel(-8), Place::default())));
        assert!(!boards.finish(GROUP, NOW));
        boards.remove_channel(GROUP, &channel(-8));
        assert_eq!(boards.next_channel(GROUP), Some((channel(-9), Place::default())));
        boards.remove_channel(GROUP, &channel(-9));
        assert!(boards.finish(GROUP, NOW));
    }

    #[test]
    fn no_more_than_a_few_channels_wait() {
        let boards = Boards::default();
        for id in 0..100 {
            boards.want_for_channel(GROUP, &channel(-id), Place::default());
        }
        assert_eq!(boards.boards()[&GROUP].channels.len(), MAX_CHANNELS);
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
        let waits: Vec<_> = (0..9).map(|_| boards.defer(GROUP, &away).as_secs()).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        assert_eq!(boards.defer(GROUP, &Setback::FloodWait(Duration::from_secs(7))).as_secs(), 7);
    }
}
