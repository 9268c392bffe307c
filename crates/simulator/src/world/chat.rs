//! Groups, supergroups and channels, and the private chats with bots.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::world::invite_link::{InviteLink, JoinRequest};
use crate::world::{messages::Messages, permissions::Permissions, status::Status};

/// The topic "General" that every forum has: its number for clients. The Bot API names it in no message.
pub const GENERAL: i64 = 1;

/// The kinds of chat that have members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    /// A basic group: nobody can be muted there.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel.
    Channel,
}

impl ChatKind {
    /// `Chat.type` in the Bot API, which also stands in its error texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }
}

/// A chat with members.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in a chat's settings")]
#[non_exhaustive]
pub struct Chat {
    /// Negative, as every id of a chat with members.
    pub id: i64,
    /// What it is.
    pub kind: ChatKind,
    /// Never empty.
    pub title: String,
    /// Without the `@`; a chat that has one is public.
    pub username: Option<String>,
    /// Everybody who ever had a status here.
    pub members: BTreeMap<i64, Status>,
    /// What members may do unless they are restricted or administrators.
    pub permissions: Permissions,
    /// The channel of a discussion group, or the discussion group of a channel.
    pub linked_chat: Option<i64>,
    /// The messages, deleted ones too.
    pub messages: Messages,
    /// The supergroup that a basic group has become.
    pub migrated_to: Option<i64>,
    /// Whether joining takes an administrator's approval.
    pub join_by_request: bool,
    /// Whether only members may write in a discussion group.
    pub join_to_send_messages: bool,
    /// Whether no service messages appear when people come and go, as in large groups.
    pub hides_join_messages: bool,
    /// Whether people write in topics.
    pub is_forum: bool,
    /// The topics of a forum besides "General".
    pub topics: BTreeSet<i64>,
    /// The topics in which only those who manage topics may write; [`GENERAL`] may be one.
    pub closed_topics: BTreeSet<i64>,
    /// Every link ever made.
    pub invite_links: Vec<InviteLink>,
    /// The people who wait to be let in.
    pub join_requests: BTreeMap<i64, JoinRequest>,
    /// The bot that decides join requests first.
    pub guard_bot: Option<i64>,
    /// Channels in whose name nobody may write here.
    pub banned_sender_chats: BTreeSet<i64>,
    /// Whether the creator has deleted it.
    pub is_deleted: bool,
}

impl Chat {
    pub(super) fn new(id: i64, kind: ChatKind, title: &str, creator: i64) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            username: None,
            members: BTreeMap::from([(creator, Status::Creator)]),
            permissions: Permissions::ALL,
            linked_chat: None,
            messages: Messages::default(),
            migrated_to: None,
            join_by_request: false,
            join_to_send_messages: false,
            hides_join_messages: false,
            is_forum: false,
            topics: BTreeSet::new(),
            closed_topics: BTreeSet::new(),
            invite_links: Vec::new(),
            join_requests: BTreeMap::new(),
            guard_bot: None,
            banned_sender_chats: BTreeSet::new(),
            is_deleted: false,
        }
    }

    /// What `user` is here at `now`; somebody who never was here has left.
    #[must_use]
    pub fn status(&self, user: i64, now: i64) -> Status {
        self.members.get(&user).copied().unwrap_or_default().at(now)
    }

    /// The owner of the chat.
    #[must_use]
    pub fn creator(&self) -> Option<i64> {
        self.members.iter().find(|(_, status)| **status == Status::Creator).map(|(user, _)| *user)
    }

    /// Whether anybody can look in without being a member.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.username.is_some()
    }

    /// Whether `topic` of a forum is closed; `None` is "General".
    #[must_use]
    pub fn is_closed(&self, topic: Option<i64>) -> bool {
        self.is_forum && self.closed_topics.contains(&topic.unwrap_or(GENERAL))
    }

    /// Whether the chat is a group in which people comment on a channel's posts.
    #[must_use]
    pub fn is_discussion_group(&self) -> bool {
        self.kind == ChatKind::Supergroup && self.linked_chat.is_some()
    }
}

/// The chat of one person with one bot; for the Bot API its id is the person's.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PrivateChat {
    /// Whether the person has ever written, so that the bot may.
    pub is_started: bool,
    /// Whether the person has blocked the bot.
    pub is_blocked: bool,
    /// Until when the bot may write because of a pending join request, Unix seconds.
    pub open_until: i64,
    /// What stands in place of the letters: a [`ReplyKeyboardMarkup`](https://core.telegram.org/bots/api#replykeyboardmarkup).
    pub keyboard: Option<Value>,
    /// The messages, deleted ones too.
    pub messages: Messages,
}
