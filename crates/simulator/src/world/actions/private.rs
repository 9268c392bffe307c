//! Talking with a bot in private.

use serde_json::json;

use crate::world::{entities, message::Message, place::Place, refused::Refused, state::World};

impl World {
    /// `user` presses "Start", with the payload of a deep link or none; answers the message's id.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`].
    pub fn start_private(&mut self, user: i64, bot: i64, payload: Option<&str>) -> Result<i64, Refused> {
        self.unblock_bot(user, bot)?;
        let text = payload.map_or_else(|| "/start".to_owned(), |payload| format!("/start {payload}"));
        self.say_privately(user, bot, &text)
    }

    /// `user` writes to a bot; answers the message's id.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`]; [`Refused::PrivateChatClosed`] if they have blocked the bot.
    pub fn say_privately(&mut self, user: i64, bot: i64, text: &str) -> Result<i64, Refused> {
        self.write_privately(user, bot, Message { entities: entities::detect(text), ..Message::text(user, text) })
    }

    /// `user` answers one of the messages of their chat with a bot; answers the new message's id.
    ///
    /// # Errors
    ///
    /// As [`World::say_privately`]; [`Refused::NoSuchMessage`].
    pub fn reply_privately(&mut self, user: i64, bot: i64, message: i64, text: &str) -> Result<i64, Refused> {
        self.check_pair(user, bot)?;
        if self.private_chat(bot, user).messages.find(message).is_none() {
            return Err(Refused::NoSuchMessage);
        }
        let written = Message { entities: entities::detect(text), ..Message::text(user, text) };
        self.write_privately(user, bot, Message { reply_to: Some(message), ..written })
    }

    fn write_privately(&mut self, user: i64, bot: i64, message: Message) -> Result<i64, Refused> {
        self.check_pair(user, bot)?;
        let chat = self.private_chat(bot, user);
        if chat.is_blocked {
            return Err(Refused::PrivateChatClosed);
        }
        chat.is_started = true;
        Ok(self.put_message(Place::Private { bot, user }, message))
    }

    /// `user` blocks a bot, which gets an update.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`].
    pub fn block_bot(&mut self, user: i64, bot: i64) -> Result<(), Refused> {
        self.set_blocked(user, bot, true)
    }

    /// `user` unblocks a bot, which gets an update.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`].
    pub fn unblock_bot(&mut self, user: i64, bot: i64) -> Result<(), Refused> {
        self.set_blocked(user, bot, false)
    }

    fn check_pair(&self, user: i64, bot: i64) -> Result<(), Refused> {
        self.check_user(user)?;
        if self.is_own_bot(bot) { Ok(()) } else { Err(Refused::NoSuchUser) }
    }

    fn set_blocked(&mut self, user: i64, bot: i64, is_blocked: bool) -> Result<(), Refused> {
        self.check_pair(user, bot)?;
        let chat = self.private_chat(bot, user);
        if std::mem::replace(&mut chat.is_blocked, is_blocked) == is_blocked {
            return Ok(());
        }
        let (blocked, free) = (json!({ "status": "kicked", "until_date": 0 }), json!({ "status": "member" }));
        let (mut old, mut new) = if is_blocked { (free, blocked) } else { (blocked, free) };
        for member in [&mut old, &mut new] {
            member["user"] = self.user_json(bot);
        }
        let payload = json!({
            "chat": self.place_json(Place::Private { bot, user }), "from": self.user_json(user), "date": self.now(),
            "old_chat_member": old, "new_chat_member": new,
        });
        self.emit(bot, "my_chat_member", user, payload);
        Ok(())
    }
}
