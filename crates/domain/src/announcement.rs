//! What a group's admins are told about the bot's own abilities: that it lost one, and that it has it back.

use std::time::Duration;

use crate::{ChannelId, GroupId, Timestamp};

/// How long an announcement is held by the instance that makes it, unless it renews its hold.
pub const ANNOUNCEMENT_LEASE: Duration = Duration::from_secs(10);

/// An ability of the bot that may differ from what a group's admins were last told of it, held by this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The group whose admins are to be told.
    pub group: GroupId,
    /// What it is about.
    pub ability: Ability,
    /// Whether the bot has the ability now.
    pub is_held: bool,
    /// Whether it had it by what the admins were told last; where they were told nothing, it had.
    pub was_announced_held: bool,
    /// Until when no other process makes it.
    pub lease: Timestamp,
}

impl Announcement {
    /// Whether there is anything to tell: what was lost and came back before anybody was told of it is no news.
    #[must_use]
    pub const fn is_news(&self) -> bool {
        self.is_held != self.was_announced_held
    }
}

/// What the bot can do for a group, or can't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Enforce the group: delete and mute there.
    Enforce,
    /// Look up who is in this channel.
    Check(ChannelId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_back_before_anybody_was_told_is_no_news() {
        let announcement = |is_held, was_announced_held| Announcement {
            group: GroupId(-1),
            ability: Ability::Enforce,
            is_held,
            was_announced_held,
            lease: Timestamp(0),
        };
        assert!(announcement(false, true).is_news() && announcement(true, false).is_news());
        assert!(!announcement(true, true).is_news() && !announcement(false, false).is_news());
    }
}
