//! Telegram, as far as the gate calls it.

use std::{error::Error as StdError, time::Duration};

use async_trait::async_trait;
use thiserror::Error;

use crate::{
    ChannelId, ChatId, GroupId, MessageId, Timestamp, UserId,
    channel_reference::ChannelReference,
    chat_member::ChatMemberStatus,
    event::Chat,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    sender::Person,
};

/// The methods of the Bot API that the use cases call, under Telegram's own names.
///
/// Every method may fail with any [`BotApiError`]; what is listed with a method is what is peculiar to it. All of them
/// may be repeated without harm, but for `send_message` and `send_photo`.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BotApi: Send + Sync {
    /// A chat by name or id. <https://core.telegram.org/bots/api#getchat>
    ///
    /// # Errors
    ///
    /// [`BotApiError::ChatUnavailable`]: there is none, or the bot has never seen it.
    async fn get_chat(&self, reference: &ChannelReference) -> Result<ChatProfile, BotApiError>;

    /// A person's status in a chat. <https://core.telegram.org/bots/api#getchatmember>
    ///
    /// # Errors
    ///
    /// [`BotApiError::ChatUnavailable`]: the bot may not look. [`BotApiError::UserUnknown`]: Telegram does not know the
    /// person, or does not for the moment. Neither says that the person is not in the chat.
    async fn get_chat_member(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError>;

    /// The public name that a person of a chat has now, without the `@`; `None`: they have none.
    /// <https://core.telegram.org/bots/api#getchatmember>
    ///
    /// # Errors
    ///
    /// As [`get_chat_member`](Self::get_chat_member).
    async fn get_username(&self, chat: ChatId, user: UserId) -> Result<Option<String>, BotApiError>;

    /// A person's status in a chat for somebody who has pressed a button and waits for the answer: where many calls wait for
    /// their turn, this one does not wait behind those that nobody has pressed for.
    ///
    /// # Errors
    ///
    /// As [`get_chat_member`](Self::get_chat_member).
    async fn get_chat_member_for_press(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError>;

    /// The same for a sweep, which nobody waits for: it takes no turn of any other call, and waits while others ask the same
    /// method; with who the person is.
    ///
    /// # Errors
    ///
    /// As [`get_chat_member`](Self::get_chat_member).
    async fn get_chat_member_for_sweep(&self, chat: ChatId, user: UserId) -> Result<ChatMember, BotApiError>;

    /// The creator and the administrators of a group. <https://core.telegram.org/bots/api#getchatadministrators>
    async fn get_chat_administrators(&self, group: GroupId) -> Result<Vec<UserId>, BotApiError>;

    /// Mutes a person in a supergroup, or un-mutes them. <https://core.telegram.org/bots/api#restrictchatmember>
    ///
    /// One request and no more: between two of them an admin may have banned the person, and a second one would undo it.
    ///
    /// # Errors
    ///
    /// [`BotApiError::NotEnoughRights`], [`BotApiError::UserIsAdministrator`], [`BotApiError::UserUnknown`],
    /// [`BotApiError::BasicGroup`], [`BotApiError::ImpossibleMuteEnd`].
    async fn restrict_chat_member(
        &self,
        group: GroupId,
        user: UserId,
        permissions: ChatPermissions,
    ) -> Result<(), BotApiError>;

    /// Bans a person for ever, also one who is not in the group. <https://core.telegram.org/bots/api#banchatmember>
    ///
    /// # Errors
    ///
    /// [`BotApiError::NotEnoughRights`], [`BotApiError::UserIsAdministrator`], [`BotApiError::UserUnknown`].
    async fn ban_chat_member(&self, group: GroupId, user: UserId) -> Result<(), BotApiError>;

    /// Deletes a message; one that is gone already counts as deleted.
    /// <https://core.telegram.org/bots/api#deletemessage>
    ///
    /// # Errors
    ///
    /// [`BotApiError::Undeletable`]: it is too old, or the right is missing.
    async fn delete_message(&self, chat: ChatId, message: MessageId) -> Result<(), BotApiError>;

    /// Sends a message, in the order of `priority` when many wait. <https://core.telegram.org/bots/api#sendmessage>
    ///
    /// # Errors
    ///
    /// [`BotApiError::CannotWrite`]: the bot may not write there, or the person has not started it.
    /// [`BotApiError::TopicClosed`], [`BotApiError::ThreadNotFound`]: it may be possible elsewhere in the group.
    async fn send_message(
        &self,
        chat: ChatId,
        message: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError>;

    /// Sends a picture with a caption of 0 to 1024 letters after parsing, as [`send_message`](Self::send_message) sends a text.
    /// <https://core.telegram.org/bots/api#sendphoto>
    ///
    /// # Errors
    ///
    /// As [`send_message`](Self::send_message); [`BotApiError::CannotWrite`] also where only pictures may not be sent.
    async fn send_photo(
        &self,
        chat: ChatId,
        picture: &Picture,
        caption: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError>;

    /// Gives a message of the bot's own another text and other buttons; in the order of `priority` when many wait.
    /// <https://core.telegram.org/bots/api#editmessagetext>
    async fn edit_message(
        &self,
        chat: ChatId,
        message: MessageId,
        text: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<(), BotApiError>;

    /// Answers a pressed button.
    /// <https://core.telegram.org/bots/api#answercallbackquery>
    ///
    /// # Errors
    ///
    /// [`BotApiError::QueryExpired`]: too late, or answered before.
    async fn answer_callback_query(&self, id: &str, answer: &CallbackAnswer) -> Result<(), BotApiError>;

    /// Makes an invite link to a channel. <https://core.telegram.org/bots/api#createchatinvitelink>
    ///
    /// # Errors
    ///
    /// [`BotApiError::NotEnoughRights`]: the bot may not invite users there.
    async fn create_chat_invite_link(&self, channel: ChannelId, name: &str) -> Result<String, BotApiError>;

    /// Names an invite link of the bot's own, which leaves it as it is but for that; `false` if it works no more.
    /// <https://core.telegram.org/bots/api#editchatinvitelink>
    ///
    /// # Errors
    ///
    /// [`BotApiError::NotEnoughRights`]: the bot may not invite users there.
    async fn edit_chat_invite_link(&self, channel: ChannelId, link: &str, name: &str) -> Result<bool, BotApiError>;
}

/// A bot, as it knows itself. <https://core.telegram.org/bots/api#getme>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotIdentity {
    /// Its id.
    pub id: UserId,
    /// Its name.
    pub name: String,
    /// Its public name without the `@`.
    pub username: String,
}

/// A chat, looked up. <https://core.telegram.org/bots/api#chatfullinfo>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatProfile {
    /// The chat.
    pub chat: Chat,
    /// The discussion group of a channel, or the channel of a discussion group.
    pub linked_chat: Option<ChatId>,
}

/// A person in a chat. <https://core.telegram.org/bots/api#chatmember>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatMember {
    /// Who it is.
    pub person: Person,
    /// What they are there.
    pub status: ChatMemberStatus,
}

/// What a person may send in a group. <https://core.telegram.org/bots/api#chatpermissions>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatPermissions {
    /// Nothing, until this moment: one minute to 366 days ahead, or the call is refused before it is made
    /// ([`BotApiError::ImpossibleMuteEnd`]), since Telegram might take it for ever.
    NoneUntil(Timestamp),
    /// All permissions true: Telegram then applies the group's defaults.
    All,
}

/// The answer to a pressed button: plain text of up to 200 letters.
/// <https://core.telegram.org/bots/api#answercallbackquery>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackAnswer {
    /// A line at the top of the chat that disappears by itself.
    Toast(String),
    /// A box that the person closes.
    Alert(String),
    /// Nothing is shown: what the press has done is seen without words.
    Silent,
}

/// Why a Bot API call did not do its work; one variant for each thing a caller does about it.
#[derive(Debug, Error)]
pub enum BotApiError {
    /// Flood control (429): nothing was done; repeat after the wait.
    #[error("flood control: retry after {} s", .0.as_secs())]
    RetryAfter(Duration),
    /// No usable answer after several tries: the call may or may not have taken effect.
    #[error("no usable answer from the Bot API")]
    NoAnswer(#[source] Box<dyn StdError + Send + Sync>),
    /// The Bot API answered that it is done, in a form that this version can't read: nothing is concluded from it, and
    /// the next answer would read no better.
    #[error("an answer that this version can't read")]
    Unreadable(#[source] Box<dyn StdError + Send + Sync>),
    /// The group has become a supergroup with this id: repeat with it.
    #[error("the group has moved to {0}")]
    MigratedTo(GroupId),
    /// The token is refused.
    #[error("the bot token is refused")]
    Unauthorized,
    /// Another process polls with the same token, or a webhook is set.
    #[error("somebody else receives this bot's updates")]
    Conflict,
    /// The chat does not exist, or the bot is not in it, or may not look into it.
    #[error("the chat is not available to the bot: {0}")]
    ChatUnavailable(String),
    /// The bot lacks the administrator right for this.
    #[error("the bot lacks a right: {0}")]
    NotEnoughRights(String),
    /// The mute would last for ever: its end is too near or too far, by
    /// [`is_possible_end`](crate::restriction::is_possible_end). Nothing was asked of Telegram.
    #[error("a mute until {} would have no end", .0.as_secs())]
    ImpossibleMuteEnd(Timestamp),
    /// The person is the creator or an administrator.
    #[error("the person is an administrator")]
    UserIsAdministrator,
    /// Telegram does not know the person here, for the moment or for good.
    #[error("the person is not known to Telegram here")]
    UserUnknown,
    /// Only supergroups can do this.
    #[error("only a supergroup can do this")]
    BasicGroup,
    /// The message can't be deleted: too old, of a special kind, or the right is missing.
    #[error("the message can't be deleted")]
    Undeletable,
    /// The button was pressed too long ago, or has been answered.
    #[error("the callback query is too old or answered")]
    QueryExpired,
    /// The bot may not write there.
    #[error("the bot may not write there: {0}")]
    CannotWrite(String),
    /// The forum topic is closed; without a topic, "General" is.
    #[error("the topic is closed")]
    TopicClosed,
    /// There is no such forum topic, or none any more.
    #[error("there is no such topic")]
    ThreadNotFound,
    /// Any other refusal (4xx): final.
    #[error("refused with {code}: {description}")]
    Refused {
        /// `error_code`.
        code: u16,
        /// Telegram's words.
        description: String,
    },
}
