//! Who a message is from.

use portcullis_domain::{
    ChatId, UserId,
    sender::{Sender, SenderChannel},
};
use serde::Deserialize;

use crate::wire::{WireChat, WireUser};

/// The account under which Telegram itself writes, and under which it copies a linked channel's posts.
pub(super) const TELEGRAM: UserId = UserId(777_000);

/// The fields of a message that say who it is from.
/// <https://core.telegram.org/bots/api#message>
#[derive(Deserialize)]
pub(super) struct WireSender {
    from: Option<WireUser>,
    sender_chat: Option<WireChat>,
    #[serde(default)]
    is_automatic_forward: bool,
    guest_bot_caller_user: Option<WireUser>,
    guest_bot_caller_chat: Option<WireChat>,
}

impl WireSender {
    /// Whether a guest bot wrote it, whoever called that.
    pub(super) const fn is_guest_bot(&self) -> bool {
        self.guest_bot_caller_user.is_some() || self.guest_bot_caller_chat.is_some()
    }

    /// Who it is from, or `None` if the message does not say.
    ///
    /// Where a chat speaks, `from` is a placeholder, so `sender_chat` comes first. A guest bot is no member of the group:
    /// whoever called it speaks through it.
    pub(super) fn into_sender(self, chat: ChatId) -> Option<Sender> {
        if let Some(speaker) = self.sender_chat.or(self.guest_bot_caller_chat) {
            return Some(speaking_chat(speaker, chat, self.is_automatic_forward));
        }
        self.guest_bot_caller_user.or(self.from).map(speaking_user)
    }
}

fn speaking_chat(speaker: WireChat, chat: ChatId, is_automatic_forward: bool) -> Sender {
    if speaker.id() == chat {
        Sender::AnonymousAdministrator
    } else if is_automatic_forward {
        Sender::LinkedChannel(speaker.id())
    } else {
        Sender::Channel(SenderChannel { id: speaker.id(), title: speaker.title })
    }
}

fn speaking_user(user: WireUser) -> Sender {
    if user.id() == TELEGRAM {
        Sender::TelegramService
    } else if user.is_bot {
        Sender::Bot(user.id())
    } else {
        Sender::Person(user.into_person())
    }
}
