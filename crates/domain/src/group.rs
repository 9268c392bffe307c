//! A group under protection, with everything that a decision about it needs.

use std::collections::HashSet;

use crate::{ChannelId, ChatId, GroupId, Timestamp, UserId, settings::GroupSettings};

/// A group that somebody has protected, now or once.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The group.
    pub id: GroupId,
    /// The admin who first protected it.
    pub owner: UserId,
    /// Its title: untrusted text.
    pub title: String,
    /// Whether its admins have the gate switched on.
    pub enabled: bool,
    /// Whether the bot has the rights to enforce it: delete and restrict.
    pub can_enforce: bool,
    /// Its admins' settings.
    pub settings: GroupSettings,
    /// The channels its members must be in, in the order in which they were added.
    pub channels: Vec<EnforcedChannel>,
    /// The channel whose discussion group this is.
    pub linked_channel: Option<ChatId>,
    /// The people whom an admin has exempted.
    pub exempt: HashSet<UserId>,
    /// When it was first protected.
    pub created_at: Timestamp,
}

impl Group {
    /// Whether the gate checks anybody here: switched on, with at least one channel.
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        self.enabled && !self.channels.is_empty()
    }

    /// The ids of its channels, in order.
    #[must_use]
    pub fn channel_ids(&self) -> Vec<ChannelId> {
        self.channels.iter().map(|channel| channel.id).collect()
    }

    /// The channels that the bot may look into, in order: nobody is asked about the others.
    #[must_use]
    pub fn checkable_channels(&self) -> Vec<ChannelId> {
        self.channels.iter().filter(|channel| channel.can_check).map(|channel| channel.id).collect()
    }

    /// Those of its channels that are named in `ids`, in the group's order.
    pub fn channels_among<'a>(&'a self, ids: &'a [ChannelId]) -> impl Iterator<Item = &'a EnforcedChannel> {
        self.channels.iter().filter(|channel| ids.contains(&channel.id))
    }
}

/// A channel that members of a group must be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnforcedChannel {
    /// The channel.
    pub id: ChannelId,
    /// Its title: untrusted text.
    pub title: String,
    /// Its public name without the `@`; a private channel has none.
    pub username: Option<String>,
    /// An invite link made by the bot, for a private channel.
    pub invite_link: Option<String>,
    /// Whether the bot is an admin there, so that it may look its members up.
    pub can_check: bool,
}

impl EnforcedChannel {
    /// Where a person joins it: its public page, or the invite link.
    #[must_use]
    pub fn join_url(&self) -> Option<String> {
        match &self.username {
            Some(username) => Some(format!("https://t.me/{username}")),
            None => self.invite_link.clone(),
        }
    }
}
