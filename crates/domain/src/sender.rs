//! The sender of a message: a person, or a chat in whose name a person writes.

use crate::{ChatId, UserId};

/// A person as an update names them.
/// <https://core.telegram.org/bots/api#user>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub id: UserId,
    /// First and last name, as the person wrote them: untrusted text, to be escaped before it is shown.
    pub name: String,
    /// The public name without the `@`; `None`: the person has none.
    pub username: Option<String>,
    /// The language of the person's client, an IETF tag such as `en` or `pt-br`.
    pub language_code: Option<String>,
}

/// The account in whose name anonymous administrators act where Telegram names a user: a bot that stands for a person.
/// <https://core.telegram.org/bots/api#message>
pub const GROUP_ANONYMOUS_BOT: UserId = UserId(1_087_968_824);

/// Who a message is from, read from `sender_chat` before `from`: where a chat speaks, `from` is a placeholder.
/// <https://core.telegram.org/bots/api#message>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A person, or the person behind a guest bot.
    Person(Person),
    /// An anonymous administrator: `sender_chat` is the group itself.
    AnonymousAdministrator,
    /// A post of the linked channel, copied to its discussion group by Telegram (`is_automatic_forward`).
    LinkedChannel(ChatId),
    /// Somebody who writes as a channel.
    Channel(SenderChannel),
    /// A bot, this one included.
    Bot(UserId),
    /// One of Telegram's own service accounts.
    TelegramService,
}

/// The channel in whose name somebody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderChannel {
    /// The channel.
    pub id: ChatId,
    /// Its title: untrusted text.
    pub title: String,
}

impl Sender {
    /// The person who speaks, where it is one.
    #[must_use]
    pub const fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }
}
