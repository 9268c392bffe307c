//! Passing on what others wrote: forwards, inline results, guest bots.

use crate::world::message::{Message, Origin, OriginSender};
use crate::world::{chat::ChatKind, refused::Refused, state::World};

impl World {
    /// `user` forwards a message of `from_chat`, where they can read, to `chat`; answers the new message's id.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::NoSuchMessage`]; [`Refused::NotAMember`] if they cannot read there.
    pub fn forward(&mut self, chat: i64, user: i64, from_chat: i64, message: i64) -> Result<i64, Refused> {
        let source = self.existing(from_chat)?;
        if !source.is_public() && !source.status(user, self.now()).is_member() {
            return Err(Refused::NotAMember);
        }
        let found = source.messages.find(message).filter(|found| found.service.is_none());
        let original = found.ok_or(Refused::NoSuchMessage)?;
        let sender = match (original.sender_chat, original.from) {
            (Some(channel), _) if source.kind == ChatKind::Channel => OriginSender::Channel(channel, message),
            (Some(chat), _) => OriginSender::Chat(chat),
            (None, Some(author)) => OriginSender::User(author),
            (None, None) => OriginSender::Channel(from_chat, message),
        };
        let first = Origin { date: original.date, sender };
        // Whoever forwards a forward passes the first author on.
        let forwarded_from = Some(original.forwarded_from.clone().unwrap_or(first));
        let is_photo = original.is_photo;
        let text = original.text.clone();
        self.speak(chat, user, Message { is_photo, forwarded_from, ..Message::text(user, &text) })
    }

    /// `user` sends an inline result of `bot`, which need not be in the chat; answers the message's id.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::NoSuchUser`] if `bot` is no bot.
    pub fn say_via_bot(&mut self, chat: i64, user: i64, bot: i64, text: &str) -> Result<i64, Refused> {
        if !self.is_own_bot(bot) {
            return Err(Refused::NoSuchUser);
        }
        self.speak(chat, user, Message { via_bot: Some(bot), ..Message::text(user, text) })
    }

    /// A guest bot writes in a group to which it does not belong, called by `caller`.
    ///
    /// # Errors
    ///
    /// As [`World::say`] of the caller.
    pub fn say_by_guest_bot(&mut self, chat: i64, bot: i64, caller: i64, text: &str) -> Result<i64, Refused> {
        self.speak(chat, caller, Message { guest_caller: Some(caller), ..Message::text(bot, text) })
    }
}
