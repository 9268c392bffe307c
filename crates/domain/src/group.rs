//! A group under protection, with everything that a decision about it needs.

use std::{collections::HashSet, time::Duration};

use crate::{
    ChannelId, ChatId, GroupId, Timestamp, UserId,
    event::Chat,
    message::Place,
    settings::{GroupSettings, Mode},
    tenancy::Denial,
};

/// For how long after an update the chat is believed to be called what it says: one that has waited longer may tell a
/// name that was given up since.
pub const DESCRIBED_FOR: Duration = Duration::from_mins(1);

/// Whether an update of this moment tells what a chat is called now.
#[must_use]
pub fn describes_now(at: Timestamp, now: Timestamp) -> bool {
    now < at.after(DESCRIBED_FOR)
}

/// A group that somebody has protected, now or once.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The group.
    pub id: GroupId,
    /// The admin who first protected it.
    pub owner: UserId,
    /// The language of the owner's client when they last protected it, an IETF tag, for what is said to the admins where
    /// nobody has just spoken; `None`: not known.
    pub owner_language_code: Option<String>,
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
    /// When its brake tripped, if it has and is not over.
    pub braked_at: Option<Timestamp>,
    /// When it was first protected.
    pub created_at: Timestamp,
    /// When the gate was switched on, for the last time.
    pub switched_on_at: Timestamp,
    /// Why the operator of the bot does not have it served; `None`: it is served.
    pub denied: Option<Denial>,
}

impl Group {
    /// A group that is protected since `at`, with the default settings and nobody exempt.
    #[must_use]
    pub fn new(id: GroupId, owner: UserId, channels: Vec<EnforcedChannel>, at: Timestamp) -> Self {
        Self {
            id,
            owner,
            owner_language_code: None,
            title: String::new(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings::default(),
            channels,
            linked_channel: None,
            exempt: HashSet::new(),
            braked_at: None,
            created_at: at,
            switched_on_at: at,
            denied: None,
        }
    }

    /// Whether the gate checks anybody here: switched on, with at least one channel, in a group that the bot serves.
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        self.enabled && !self.channels.is_empty() && self.denied.is_none()
    }

    /// Since when nobody is muted here because the answers are doubted; `None`: nothing holds the gate back.
    #[must_use]
    pub fn braked_since(&self) -> Option<Timestamp> {
        self.braked_at.filter(|_| self.has_brake())
    }

    /// Whether its brake may trip: where nobody is muted anyway, there is nothing to hold back.
    #[must_use]
    pub fn has_brake(&self) -> bool {
        self.settings.brake && self.settings.mode == Mode::Enforce && self.is_protected()
    }

    /// Whether people who pass its gate are welcomed here.
    #[must_use]
    pub fn welcomes_people(&self) -> bool {
        !self.settings.welcome_text.trim().is_empty() && self.is_protected() && self.can_enforce
    }

    /// Whether an update or an answer that bears this title names it otherwise than it is known.
    #[must_use]
    pub fn is_renamed_by(&self, title: &str) -> bool {
        // No database keeps a NUL, so that a title with one would be new for ever.
        let is_known = || title == self.title || title.chars().filter(|letter| *letter != '\0').eq(self.title.chars());
        !title.is_empty() && !is_known()
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

    /// Where a message finds this place. Only among the comments on a channel's post does a chain of answers have a place of
    /// its own.
    #[must_use]
    pub fn reachable(&self, place: Place) -> Place {
        Place { root: place.root.filter(|_| self.linked_channel.is_some()), ..place }
    }

    /// Whether people write there who are not in it: whoever comments on the posts of a channel need not be in its discussion
    /// group.
    #[must_use]
    pub const fn has_commenters(&self) -> bool {
        self.linked_channel.is_some()
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
    /// A channel that the bot may look into, without a public name or a link.
    #[must_use]
    pub const fn new(id: ChannelId, title: String) -> Self {
        Self { id, title, username: None, invite_link: None, can_check: true }
    }

    /// The same channel under the title and the public name that an update or an answer tells.
    #[must_use]
    pub fn renamed(&self, chat: &Chat) -> Self {
        // No database keeps a NUL, so that a title with one would be new for ever.
        let title = chat.title.replace('\0', "");
        let title = if title.is_empty() { self.title.clone() } else { title };
        Self { title, username: chat.username.clone(), ..self.clone() }
    }

    /// Where a person joins it: its public page, or the invite link.
    #[must_use]
    pub fn join_url(&self) -> Option<String> {
        match &self.username {
            Some(username) => Some(format!("https://t.me/{username}")),
            None => self.invite_link.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ChatKind;

    fn chat(title: &str, username: Option<&str>) -> Chat {
        let username = username.map(str::to_owned);
        Chat { id: ChatId(-1), kind: ChatKind::Channel, title: title.to_owned(), username }
    }

    #[test]
    fn a_channel_takes_over_its_title_and_its_name_and_keeps_its_link() {
        let known = EnforcedChannel {
            id: ChannelId(-1),
            title: "News".to_owned(),
            username: Some("news".to_owned()),
            invite_link: Some("https://t.me/+x".to_owned()),
            can_check: true,
        };
        let renamed = known.renamed(&chat("Br\0ews", None));
        assert_eq!((renamed.title.as_str(), renamed.join_url().as_deref()), ("Brews", Some("https://t.me/+x")));
        assert_eq!(known.renamed(&chat("", Some("news"))), known, "a chat without a title says nothing of it");
    }

    #[test]
    fn an_update_that_has_waited_says_nothing_of_names() {
        let at = Timestamp::from_secs(100);
        assert!(describes_now(at, Timestamp::from_secs(159)));
        assert!(!describes_now(at, Timestamp::from_secs(160)));
    }

    fn group() -> Group {
        let protected = Group::new(GroupId(-1), UserId(1), Vec::new(), Timestamp(0));
        Group { title: "Tea".to_owned(), ..protected }
    }

    #[test]
    fn a_new_group_is_protected_as_soon_as_it_has_a_channel() {
        assert!(!group().is_protected());
        let news = EnforcedChannel::new(ChannelId(-2), "News".to_owned());
        let group = Group { channels: vec![news], ..group() };
        assert!(group.is_protected() && group.can_enforce);
        assert_eq!(group.checkable_channels(), [ChannelId(-2)]);
    }

    #[test]
    fn a_brake_holds_back_only_a_gate_that_mutes() {
        let news = EnforcedChannel::new(ChannelId(-2), "News".to_owned());
        let braked = Group { braked_at: Some(Timestamp(7)), channels: vec![news], ..group() };
        assert_eq!(braked.braked_since(), Some(Timestamp(7)));
        assert_eq!(Group { braked_at: None, ..braked.clone() }.braked_since(), None);
        let without = GroupSettings { brake: false, ..GroupSettings::default() };
        let observing = GroupSettings { mode: Mode::Observe, ..GroupSettings::default() };
        for settings in [without, observing] {
            assert_eq!(Group { settings, ..braked.clone() }.braked_since(), None);
        }
        assert_eq!(Group { enabled: false, ..braked }.braked_since(), None);
    }

    #[test]
    fn a_group_that_is_not_served_is_not_protected() {
        let news = EnforcedChannel {
            id: ChannelId(-2),
            title: "News".to_owned(),
            username: None,
            invite_link: None,
            can_check: true,
        };
        let served = Group { channels: vec![news], ..group() };
        assert!(served.is_protected());
        for denial in [Denial::NotAllowed, Denial::Blocked] {
            assert!(!Group { denied: Some(denial), ..served.clone() }.is_protected());
        }
    }

    #[test]
    fn a_title_is_new_only_if_it_reads_otherwise() {
        let group = group();
        assert!(group.is_renamed_by("Coffee"));
        assert!(!["Tea", "T\0ea", ""].iter().any(|title| group.is_renamed_by(title)));
    }
}
