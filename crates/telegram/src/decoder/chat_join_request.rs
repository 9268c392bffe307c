//! A request to join a chat. <https://core.telegram.org/bots/api#chatjoinrequest>

use portcullis_domain::{Timestamp, event::ChatJoinRequest, ports::Undecodable};
use serde::Deserialize;

use crate::wire::{WireChat, WireUser};

#[derive(Deserialize)]
pub(super) struct WireChatJoinRequest {
    chat: WireChat,
    from: WireUser,
    date: i64,
}

impl WireChatJoinRequest {
    pub(super) fn into_request(self) -> Result<ChatJoinRequest, Undecodable> {
        let date = Timestamp::from_secs(self.date);
        Ok(ChatJoinRequest { chat: self.chat.into_chat()?, from: self.from.into_person(), date })
    }
}
