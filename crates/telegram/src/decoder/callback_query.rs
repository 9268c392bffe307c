//! A pressed button. <https://core.telegram.org/bots/api#callbackquery>

use portcullis_domain::{ChatId, MessageId, event::CallbackQuery};
use serde::Deserialize;

use crate::wire::WireUser;

#[derive(Deserialize)]
pub(super) struct WireCallbackQuery {
    id: String,
    from: WireUser,
    message: Option<MessageWithButton>,
    data: Option<String>,
}

/// The message, or what is left of it: an inaccessible one has a chat too, and a date of 0.
/// <https://core.telegram.org/bots/api#maybeinaccessiblemessage>
#[derive(Deserialize)]
struct MessageWithButton {
    message_id: i32,
    chat: ChatWithButton,
}

#[derive(Deserialize)]
struct ChatWithButton {
    id: i64,
}

impl WireCallbackQuery {
    pub(super) fn into_query(self) -> CallbackQuery {
        let chat = self.message.as_ref().map(|message| ChatId(message.chat.id));
        let message = self.message.map(|message| MessageId(message.message_id));
        CallbackQuery { id: self.id, from: self.from.into_person(), chat, message, data: self.data }
    }
}
