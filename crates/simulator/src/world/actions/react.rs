//! Reactions.

use serde_json::json;

use crate::world::{permissions::Permissions, place::Place, refused::Refused, state::World, status::Status};

impl World {
    /// `user` reacts to a message with an emoji.
    ///
    /// Bots that asked for `message_reaction` get one. All that see the message get an `edited_message` too, as it
    /// happens with old messages: without `edit_date`, or with the one of the last real edit
    /// (<https://github.com/tdlib/telegram-bot-api/issues/388>).
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchMessage`]; [`Refused::NotAMember`]; [`Refused::Banned`]; [`Refused::Muted`] without the
    /// permission to react.
    pub fn react(&mut self, chat: i64, user: i64, message: i64, emoji: &str) -> Result<(), Refused> {
        self.check_user(user)?;
        let group = self.existing(chat)?;
        group.messages.find(message).ok_or(Refused::NoSuchMessage)?;
        let status = group.status(user, self.now());
        let is_allowed = match status {
            Status::Kicked { .. } => return Err(Refused::Banned),
            Status::Restricted { permissions, .. } => permissions.contains(Permissions::REACT_TO_MESSAGES),
            _ => true,
        };
        if !status.is_member() && !group.is_discussion_group() {
            return Err(Refused::NotAMember);
        }
        if !is_allowed {
            return Err(Refused::Muted);
        }
        let reaction = json!({
            "chat": self.chat_json(chat), "message_id": message, "user": self.user_json(user), "date": self.now(),
            "old_reaction": [], "new_reaction": [{ "type": "emoji", "emoji": emoji }],
        });
        let watching: Vec<i64> = self.bots_in(chat).filter(|bot| self.is_admin(chat, *bot)).collect();
        for bot in watching {
            self.emit(bot, "message_reaction", chat, reaction.clone());
        }
        self.emit_edited_message(Place::Chat(chat), message);
        Ok(())
    }
}
