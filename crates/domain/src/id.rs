//! Ids, one type each, so that a group can't be passed where a person is meant.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// A user or a bot: at most 52 bits, positive. Signed, since that is what both databases store.
    /// <https://core.telegram.org/bots/api#user>
    UserId(i64)
}
id! {
    /// Any chat: positive for a private chat (the person's own id), negative for all others.
    /// <https://core.telegram.org/bots/api#chat>
    ChatId(i64)
}
id! {
    /// A group or supergroup whose members the gate checks.
    GroupId(i64)
}
id! {
    /// A channel (or a group used as one) that members of a group must be in.
    ChannelId(i64)
}
id! {
    /// A message, unique only within its chat.
    /// <https://core.telegram.org/bots/api#message>
    MessageId(i32)
}
id! {
    /// A topic of a forum supergroup.
    ThreadId(i32)
}
id! {
    /// An update: rises by one, but starts anew at a random number after a week of silence.
    /// <https://core.telegram.org/bots/api#update>
    UpdateId(i64)
}
id! {
    /// A row of the restrictions' history.
    RestrictionId(i64)
}
id! {
    /// The number of a restriction among all those of its group, from 1: what people call the case by.
    CaseNumber(i64)
}
id! {
    /// A piece of long work.
    JobId(i64)
}
id! {
    /// A set-up that a person has begun, and the number of the request by which Telegram lets them choose a channel.
    /// <https://core.telegram.org/bots/api#keyboardbuttonrequestchat>
    SetupId(i32)
}

/// How many bits Telegram's numbers of updates have.
const UPDATE_ID_BITS: u32 = 32;

impl UpdateId {
    /// The id of the `number`-th part of this update, counted from 0: Telegram's own numbers have 32 bits, and what is
    /// above them numbers the part.
    #[must_use]
    pub const fn part(self, number: u16) -> Self {
        Self(self.0 | ((number as i64 + 1) << UPDATE_ID_BITS))
    }

    /// Which part of an update this id stands for, counted from 0; `None`: the whole of it.
    #[must_use]
    pub fn part_number(self) -> Option<usize> {
        usize::try_from((self.0 >> UPDATE_ID_BITS) - 1).ok()
    }
}

impl From<GroupId> for ChatId {
    fn from(group: GroupId) -> Self {
        Self(group.0)
    }
}

impl From<ChannelId> for ChatId {
    fn from(channel: ChannelId) -> Self {
        Self(channel.0)
    }
}

impl From<UserId> for ChatId {
    /// The private chat with a person bears the person's id.
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

impl From<ChatId> for GroupId {
    fn from(chat: ChatId) -> Self {
        Self(chat.0)
    }
}

impl From<ChatId> for ChannelId {
    fn from(chat: ChatId) -> Self {
        Self(chat.0)
    }
}
