//! Methods that change messages.

use serde_json::Value;

use crate::world::calls::send::{check_text, formatted};
use crate::world::{calls::answer::Answer, keyboard, message::Message, place::Place, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`editMessageText`](https://core.telegram.org/bots/api#editmessagetext)
    pub(super) fn edit_message_text(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let formatted = formatted(parameters, "text", "entities")?;
        check_text(&formatted.text)?;
        let entities = self.with_known_people(formatted.entities);
        self.edit(bot, parameters, move |message| {
            if message.is_photo {
                return Err(ApiError::bad_request("there is no text in the message to edit"));
            }
            message.text = formatted.text;
            message.entities = entities;
            Ok(())
        })
    }

    /// [`editMessageReplyMarkup`](https://core.telegram.org/bots/api#editmessagereplymarkup)
    pub(super) fn edit_message_reply_markup(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        self.edit(bot, parameters, |_| Ok(()))
    }

    /// Applies `change` and the keyboard given (none takes it away) to a message of the bot's own.
    fn edit(
        &mut self,
        bot: i64,
        parameters: &Parameters,
        change: impl FnOnce(&mut Message) -> Result<(), ApiError>,
    ) -> Answer {
        let reply_markup: Option<Value> = keyboard::checked(parameters.value("reply_markup"))?;
        let place = self.place(bot, parameters)?;
        let id = parameters.i64("message_id").unwrap_or_default();
        let found = self.messages(place).and_then(|messages| messages.find(id)).cloned();
        let old = found.ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
        if old.from != Some(bot) || old.service.is_some() {
            return Err(ApiError::bad_request("message can't be edited"));
        }
        self.check_is_inside(bot, place)?;
        let mut new = Message { reply_markup, ..old.clone() };
        change(&mut new)?;
        if is_same(&old, &new) {
            return Err(ApiError::bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message",
            ));
        }
        new.edit_date = Some(self.now());
        if let Some(message) = self.messages_mut(place).and_then(|messages| messages.find_mut(id)) {
            *message = new;
        }
        Ok(self.message_json(place, id))
    }

    fn check_is_inside(&self, bot: i64, place: Place) -> Result<(), ApiError> {
        match place {
            Place::Private { user, .. } => {
                let is_blocked = self.private_chats.get(&(bot, user)).is_some_and(|chat| chat.is_blocked);
                if is_blocked { Err(ApiError::forbidden("bot was blocked by the user")) } else { Ok(()) }
            }
            Place::Chat(chat) => self.check_is_member(chat, bot),
        }
    }
}

fn is_same(old: &Message, new: &Message) -> bool {
    (&old.text, &old.entities, &old.reply_markup) == (&new.text, &new.entities, &new.reply_markup)
}
