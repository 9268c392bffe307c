//! When the bot looks for itself at what it knows of a group or a channel, and what it makes of an answer.

use std::time::Duration;

use crate::{ChannelId, ChatId, GroupId, Timestamp};

/// How long a look is held by the process that makes it.
pub const LOOK_LEASE: Duration = Duration::from_mins(1);

/// What nobody has looked at for so long by the time the bot starts is looked at then.
pub const STALE_AFTER: Duration = Duration::from_hours(1);

/// When the bot comes again after one answer that says that a chat is lost: one odd answer alone is not believed.
pub const SECOND_LOOK_AFTER: Duration = Duration::from_mins(1);

/// When the bot first looks again at what is marked as broken; each time it waits twice as long.
const FIRST_RETRY: Duration = Duration::from_mins(2);

/// And how long at most.
const LONGEST_RETRY: Duration = Duration::from_hours(1);

const DAY_SECONDS: i64 = 86_400;

/// A chat to look at, held by this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The chat.
    pub target: LookTarget,
    /// How many answers in a row have said that the bot can do nothing there.
    pub misses: u32,
    /// Until when no other process looks at it.
    pub lease: Timestamp,
}

/// What the bot looks at; a chat that is a group of one tenant and a channel of another is looked at as both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LookTarget {
    /// A group that was protected.
    Group(GroupId),
    /// A channel that a group demands.
    Channel(ChannelId),
}

impl LookTarget {
    /// The chat's id.
    #[must_use]
    pub const fn chat(self) -> ChatId {
        match self {
            Self::Group(group) => ChatId(group.0),
            Self::Channel(channel) => ChatId(channel.0),
        }
    }
}

/// When the bot looks at a chat next that is as it should be: once a day, each at its own time of the day, so that the
/// looks are spread whenever the bot started.
#[must_use]
pub fn next_daily_look(chat: ChatId, now: Timestamp) -> Timestamp {
    let earliest = now.after(STALE_AFTER).as_secs();
    let until_its_time = (time_of_day(chat) - earliest).rem_euclid(DAY_SECONDS);
    Timestamp::from_secs(earliest + until_its_time)
}

/// When the bot looks again at a chat in which it has found nothing to work with so many times in a row.
#[must_use]
pub fn next_retry(misses: u32, now: Timestamp) -> Timestamp {
    let doublings = misses.saturating_sub(1).min(16);
    now.after((FIRST_RETRY * 2_u32.pow(doublings)).min(LONGEST_RETRY))
}

/// When the bot looks at a chat in which so many calls in a row have failed in a way that says that it is lost: soon after
/// one, at once after more.
#[must_use]
pub const fn look_after_failures(failures: u32) -> Duration {
    if failures > 1 { Duration::ZERO } else { SECOND_LOOK_AFTER }
}

/// Whether an answer that says that a chat is lost is believed: only where another has said so before.
#[must_use]
pub const fn is_believed(misses: u32) -> bool {
    misses > 0
}

/// A second of the day, the same for the same chat and scattered over all of them.
fn time_of_day(chat: ChatId) -> i64 {
    // The finalizer of SplitMix64: ids of chats that were made one after the other are close together.
    let mut mixed = chat.0.cast_unsigned();
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    (mixed >> 1).cast_signed().rem_euclid(DAY_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn each_chat_is_looked_at_once_a_day_at_its_own_time() {
        let chat = ChatId(-1_001_234);
        let first = next_daily_look(chat, NOW);
        assert!(first >= NOW.after(STALE_AFTER) && first <= NOW.after(STALE_AFTER + Duration::from_hours(24)));
        assert_eq!(next_daily_look(chat, first), first.after(Duration::from_hours(24)), "the same time the next day");
    }

    #[test]
    fn the_looks_are_spread_over_the_day() {
        let hours = |id: i64| next_daily_look(ChatId(-1_000_000_000_000 - id), NOW).as_secs() / 3_600 % 24;
        let mut in_hour = [0_u32; 24];
        for id in 0..2_400 {
            in_hour[usize::try_from(hours(id)).unwrap()] += 1;
        }
        assert!(in_hour.iter().all(|count| (50..=150).contains(count)), "{in_hour:?}");
    }

    #[test]
    fn what_is_broken_is_looked_at_every_few_minutes_and_backs_off_to_an_hour() {
        let minutes = |misses| next_retry(misses, NOW).since(NOW).as_secs() / 60;
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 99].map(minutes), [2, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn one_odd_answer_alone_is_not_believed() {
        assert!(!is_believed(0));
        assert!(is_believed(1));
    }
}
