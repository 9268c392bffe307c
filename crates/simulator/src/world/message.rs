//! Messages, as the world keeps them.

use std::sync::Arc;

use serde_json::Value;

/// One message of a chat.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Message {
    /// Unique within its chat, rising.
    pub id: i64,
    /// Unix seconds.
    pub date: i64,
    /// When it was last edited, Unix seconds.
    pub edit_date: Option<i64>,
    /// The sender that the Bot API names, a stand-in where a chat speaks; `None` in channels.
    pub from: Option<i64>,
    /// The person who really wrote it, where `from` is a stand-in.
    pub author: Option<i64>,
    /// The chat in whose name it was written.
    pub sender_chat: Option<i64>,
    /// The text, or the caption of a photo.
    pub text: String,
    /// [`MessageEntity`](https://core.telegram.org/bots/api#messageentity) objects about `text`.
    pub entities: Vec<Value>,
    /// Whether the message is a photo.
    pub is_photo: bool,
    /// What is in the photo, if a bot has uploaded it.
    pub photo: Option<Arc<[u8]>>,
    /// The inline keyboard.
    pub reply_markup: Option<Value>,
    /// The album it is part of.
    pub media_group_id: Option<String>,
    /// The forum topic it stands in.
    pub thread_id: Option<i64>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The channel post it is an automatic copy of: channel and message.
    pub copy_of: Option<(i64, i64)>,
    /// The person who called the guest bot that wrote it.
    pub guest_caller: Option<i64>,
    /// The bot whose inline result it is.
    pub via_bot: Option<i64>,
    /// Where it was forwarded from.
    pub forwarded_from: Option<Origin>,
    /// What it tells of, if it is a service message.
    pub service: Option<Service>,
    /// Deleted messages are kept, for tests to look at.
    pub is_deleted: bool,
}

impl Message {
    /// A text of a person or bot.
    pub(super) fn text(from: i64, text: &str) -> Self {
        Self { from: Some(from), text: text.to_owned(), ..Self::default() }
    }

    /// A service message caused by `from`.
    pub(super) fn service(from: i64, service: Service) -> Self {
        Self { from: Some(from), service: Some(service), ..Self::default() }
    }
}

/// Where a forwarded message comes from: [`MessageOrigin`](https://core.telegram.org/bots/api#messageorigin).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// When the original was written, Unix seconds.
    pub date: i64,
    /// Who wrote it.
    pub sender: OriginSender,
}

/// Who wrote the original of a forwarded message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OriginSender {
    /// A person or bot.
    User(i64),
    /// A chat in whose name it was written, an anonymous administrator's group too.
    Chat(i64),
    /// A channel, and the post's id there.
    Channel(i64, i64),
}

/// What a service message tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Service {
    /// People came in.
    NewChatMembers(Vec<i64>),
    /// Somebody went or was removed.
    LeftChatMember(i64),
    /// The chat has this title from now on.
    NewChatTitle(String),
    /// A topic of this name was made.
    ForumTopicCreated(String),
    /// The topic was closed.
    ForumTopicClosed,
    /// The topic was opened again.
    ForumTopicReopened,
    /// Somebody chose a chat for a bot, by the request of this number; the title and the public name, where they were asked
    /// for.
    ChatShared {
        /// The request's number.
        request: i64,
        /// The chat.
        chat: i64,
        /// Its title.
        title: Option<String>,
        /// Its public name.
        username: Option<String>,
    },
    /// The chat was made; it cannot be deleted.
    Created,
    /// The basic group went on as this supergroup.
    MigrateToChatId(i64),
    /// The supergroup was this basic group.
    MigrateFromChatId(i64),
}
