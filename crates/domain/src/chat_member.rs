//! A person's status in a chat, and what it means for the gate.

use crate::{Timestamp, administrator_rights::AdministratorRights};

/// Whether a person is in a channel, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Membership {
    /// In the channel.
    Member,
    /// Not in the channel: Telegram said so.
    NotMember,
    /// Telegram did not answer, or the bot may not look. Never proof of absence.
    Unknown,
}

/// A person's status in a chat.
/// <https://core.telegram.org/bots/api#chatmember>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatMemberStatus {
    /// `creator`: counts as a member even after leaving.
    Creator,
    /// `administrator`, with the rights that matter here.
    Administrator(AdministratorRights),
    /// `member`.
    Member,
    /// `restricted`: in a supergroup under an administrator's or our restriction.
    Restricted(RestrictedMember),
    /// `left`: also a person who was never there.
    Left,
    /// `kicked`: banned.
    Kicked,
}

/// The particulars of a `restricted` member.
/// <https://core.telegram.org/bots/api#chatmemberrestricted>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestrictedMember {
    /// Whether the person is in the chat at all.
    pub is_member: bool,
    /// Whether anything may be sent, text or media of any kind: `false` in a mute.
    pub can_send_messages: bool,
    /// When the restriction ends by itself; `None`: never.
    pub until: Option<Timestamp>,
}

impl ChatMemberStatus {
    /// Whether this status counts as being in the chat.
    #[must_use]
    pub const fn membership(self) -> Membership {
        match self {
            Self::Creator | Self::Administrator(_) | Self::Member => Membership::Member,
            Self::Restricted(restricted) if restricted.is_member => Membership::Member,
            Self::Restricted(_) | Self::Left | Self::Kicked => Membership::NotMember,
        }
    }

    /// Whether this is the chat's creator or an administrator.
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator(_))
    }

    /// The rights that come with this status; none for anyone who is no administrator.
    #[must_use]
    pub const fn rights(self) -> Option<AdministratorRights> {
        match self {
            Self::Creator => Some(AdministratorRights::ALL),
            Self::Administrator(rights) => Some(rights),
            _ => None,
        }
    }

    /// The restriction in force at `now`, if there is one.
    ///
    /// Telegram goes on saying `restricted` for a while after a restriction has run out.
    #[must_use]
    pub fn restriction(self, now: Timestamp) -> Option<RestrictedMember> {
        match self {
            Self::Restricted(restricted) if restricted.until.is_none_or(|until| until > now) => Some(restricted),
            _ => None,
        }
    }

    /// Whether the person may send nothing at all at `now`: a restriction in part is no mute.
    #[must_use]
    pub fn is_muted(self, now: Timestamp) -> bool {
        self.restriction(now).is_some_and(|restriction| !restriction.can_send_messages)
    }

    /// Whether the person is muted at `now` by the mute that was given this end, and by no other.
    ///
    /// A mute is recognised by its end: an admin who restricts the person chooses another, or none. Otherwise an admin's
    /// mute could be taken for the bot's own and lifted.
    #[must_use]
    pub fn is_muted_until(self, end: Timestamp, now: Timestamp) -> bool {
        let ends_then = |until: Option<Timestamp>| until.map(Timestamp::as_secs) == Some(end.as_secs());
        self.restriction(now).is_some_and(|mute| !mute.can_send_messages && ends_then(mute.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restricted(is_member: bool, until: Option<Timestamp>) -> ChatMemberStatus {
        ChatMemberStatus::Restricted(RestrictedMember { is_member, can_send_messages: false, until })
    }

    #[test]
    fn a_restricted_person_is_a_member_only_while_in_the_chat() {
        assert_eq!(restricted(true, None).membership(), Membership::Member);
        assert_eq!(restricted(false, None).membership(), Membership::NotMember);
    }

    #[test]
    fn creator_administrator_and_member_are_in_and_the_rest_is_out() {
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::default());
        for status in [ChatMemberStatus::Creator, administrator, ChatMemberStatus::Member] {
            assert_eq!(status.membership(), Membership::Member, "{status:?}");
        }
        for status in [ChatMemberStatus::Left, ChatMemberStatus::Kicked] {
            assert_eq!(status.membership(), Membership::NotMember, "{status:?}");
        }
    }

    #[test]
    fn a_mute_is_known_by_its_end_in_whole_seconds() {
        let now = Timestamp::from_secs(1);
        let ours = restricted(true, Some(Timestamp::from_secs(90)));
        assert!(ours.is_muted_until(Timestamp(90_999), now));
        assert!(!ours.is_muted_until(Timestamp::from_secs(91), now));
        assert!(!ours.is_muted_until(Timestamp::from_secs(90), Timestamp::from_secs(90)), "it has run out");
        assert!(!restricted(true, None).is_muted_until(Timestamp::from_secs(90), now), "an admin's, for ever");
        assert!(!ChatMemberStatus::Member.is_muted_until(Timestamp::from_secs(90), now));
    }

    #[test]
    fn a_restriction_that_has_run_out_is_none() {
        let status = restricted(true, Some(Timestamp(1_000)));
        assert!(status.restriction(Timestamp(999)).is_some());
        assert!(status.restriction(Timestamp(1_000)).is_none());
    }
}
