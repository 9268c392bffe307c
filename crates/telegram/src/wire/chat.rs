//! A chat. <https://core.telegram.org/bots/api#chat>

use portcullis_domain::{
    ChatId,
    event::{Chat, ChatKind},
};
use serde::Deserialize;

use super::unknown_value::UnknownValue;

#[derive(Debug, Deserialize)]
pub(crate) struct WireChat {
    pub(crate) id: i64,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    pub(crate) title: String,
    username: Option<String>,
    /// The direct messages of a channel: looks like a supergroup and is none.
    #[serde(default)]
    pub(crate) is_direct_messages: bool,
    /// Only in the answer to `getChat`.
    pub(crate) linked_chat_id: Option<i64>,
}

impl WireChat {
    pub(crate) const fn id(&self) -> ChatId {
        ChatId(self.id)
    }

    pub(crate) fn into_chat(self) -> Result<Chat, UnknownValue> {
        let kind = match self.kind.as_str() {
            "private" => ChatKind::Private,
            "group" => ChatKind::BasicGroup,
            "supergroup" => ChatKind::Supergroup,
            "channel" => ChatKind::Channel,
            other => return Err(UnknownValue::new("chat type", other)),
        };
        Ok(Chat { id: self.id(), kind, title: self.title, username: self.username })
    }
}
