//! A status that changed. <https://core.telegram.org/bots/api#chatmemberupdated>

use portcullis_domain::{Timestamp, event::ChatMemberUpdated, ports::Undecodable, sender::GROUP_ANONYMOUS_BOT};
use serde::Deserialize;

use crate::wire::{WireChat, WireChatMember, WireUser};

#[derive(Deserialize)]
pub(super) struct WireChatMemberUpdated {
    chat: WireChat,
    from: WireUser,
    date: i64,
    old_chat_member: WireChatMember,
    new_chat_member: WireChatMember,
}

impl WireChatMemberUpdated {
    pub(super) fn into_change(self) -> Result<ChatMemberUpdated, Undecodable> {
        let old = self.old_chat_member.status()?;
        let new = self.new_chat_member.status()?;
        let user = self.new_chat_member.user;
        Ok(ChatMemberUpdated {
            chat: self.chat.into_chat()?,
            by: self.from.id(),
            is_by_bot: self.from.is_bot && self.from.id() != GROUP_ANONYMOUS_BOT,
            by_language_code: self.from.into_person().language_code,
            is_bot: user.is_bot,
            person: user.into_person(),
            old,
            new,
            date: Timestamp::from_secs(self.date),
        })
    }
}
