//! What a person is in a chat.

use crate::world::{permissions::Permissions, rights::Rights};

/// [`ChatMember`](https://core.telegram.org/bots/api#chatmember) without the user.
///
/// `until_date` is in Unix seconds, 0 meaning for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Owns the chat.
    Creator,
    /// Appointed by `promoted_by`, who alone may change the rights (besides the creator).
    Administrator {
        /// What they may do.
        rights: Rights,
        /// Who appointed them.
        promoted_by: i64,
    },
    /// In the chat, nothing special.
    Member,
    /// In a supergroup, with exceptions to its default permissions; not necessarily inside.
    Restricted {
        /// What is left to them.
        permissions: Permissions,
        /// When the restriction ends by itself.
        until_date: i64,
        /// Whether they are inside.
        is_member: bool,
    },
    /// Not in the chat; may never have been.
    #[default]
    Left,
    /// Banned from the chat.
    Kicked {
        /// When the ban ends by itself.
        until_date: i64,
    },
}

impl Status {
    /// The Bot API's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator { .. } => "administrator",
            Self::Member => "member",
            Self::Restricted { .. } => "restricted",
            Self::Left => "left",
            Self::Kicked { .. } => "kicked",
        }
    }

    /// Whether the person is inside the chat.
    #[must_use]
    pub const fn is_member(self) -> bool {
        match self {
            Self::Creator | Self::Administrator { .. } | Self::Member => true,
            Self::Restricted { is_member, .. } => is_member,
            Self::Left | Self::Kicked { .. } => false,
        }
    }

    /// Whether the person is the creator or an administrator.
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator { .. })
    }

    /// The rights of an administrator; the creator has all, anybody else none.
    #[must_use]
    pub const fn rights(self) -> Rights {
        match self {
            Self::Creator => Rights::ALL.without(Rights::ANONYMOUS),
            Self::Administrator { rights, .. } => rights,
            _ => Rights::NONE,
        }
    }

    /// What has become of it at `now`: restrictions and bans run out in silence.
    #[must_use]
    pub const fn at(self, now: i64) -> Self {
        match self {
            Self::Restricted { until_date, is_member, .. } if until_date != 0 && until_date <= now => {
                Self::plain(is_member)
            }
            Self::Kicked { until_date } if until_date != 0 && until_date <= now => Self::Left,
            other => other,
        }
    }

    /// Without administrator rights.
    #[must_use]
    pub const fn dismissed(self) -> Self {
        if matches!(self, Self::Administrator { .. }) { Self::Member } else { self }
    }

    /// Without any restriction.
    #[must_use]
    pub const fn plain(is_member: bool) -> Self {
        if is_member { Self::Member } else { Self::Left }
    }

    /// With `permissions` as exceptions; all of them is no restriction.
    #[must_use]
    pub fn restricted(permissions: Permissions, until_date: i64, is_member: bool) -> Self {
        if permissions == Permissions::ALL {
            Self::plain(is_member)
        } else {
            Self::Restricted { permissions, until_date, is_member }
        }
    }

    /// What silences the person: the permissions left and the end of it; `None` for whoever may write.
    #[must_use]
    pub const fn mute(self) -> Option<(Permissions, i64)> {
        match self {
            Self::Restricted { permissions, until_date, .. } if !permissions.contains(Permissions::SEND_MESSAGES) => {
                Some((permissions, until_date))
            }
            _ => None,
        }
    }

    /// After coming in: a restriction stays as it is.
    #[must_use]
    pub const fn entered(self) -> Self {
        match self {
            Self::Restricted { permissions, until_date, .. } => {
                Self::Restricted { permissions, until_date, is_member: true }
            }
            Self::Left | Self::Kicked { .. } => Self::Member,
            inside => inside,
        }
    }

    /// After going out: a restriction stays as it is.
    #[must_use]
    pub const fn departed(self) -> Self {
        match self {
            Self::Restricted { permissions, until_date, .. } => {
                Self::Restricted { permissions, until_date, is_member: false }
            }
            Self::Kicked { until_date } => Self::Kicked { until_date },
            _ => Self::Left,
        }
    }
}

/// Somebody was muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mute {
    /// Where.
    pub chat: i64,
    /// Whom it silenced.
    pub user: i64,
    /// The administrator who did it, person or bot.
    pub by: i64,
    /// When, Unix seconds by Telegram's clock.
    pub at: i64,
    /// When it ends by itself, Unix seconds; 0 means never.
    pub until_date: i64,
}

/// Which `until_date` the server stores: under 30 s or over 366 days from now means for ever.
pub(super) const fn stored_until(until_date: i64, now: i64) -> i64 {
    const SHORTEST: i64 = 30;
    const LONGEST: i64 = 366 * 24 * 60 * 60;
    if until_date < now + SHORTEST || until_date > now + LONGEST { 0 } else { until_date }
}
