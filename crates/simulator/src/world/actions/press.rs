//! Pressing inline buttons.

use serde_json::json;

use crate::world::{callback::CallbackQuery, place::Place, refused::Refused, state::World, status::Status};

impl World {
    /// `user` presses a button of a group's message, counted from 0; answers the callback query's id. Muted people
    /// can press too.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchMessage`]; [`Refused::NoSuchButton`] also for one that opens a link; [`Refused::NotAMember`].
    pub fn press(&mut self, chat: i64, message: i64, user: i64, row: usize, column: usize) -> Result<String, Refused> {
        self.press_at(Place::Chat(chat), message, user, row, column)
    }

    /// `user` presses a button in the private chat with `bot`.
    ///
    /// # Errors
    ///
    /// As [`World::press`].
    pub fn press_privately(
        &mut self,
        user: i64,
        bot: i64,
        message: i64,
        row: usize,
        column: usize,
    ) -> Result<String, Refused> {
        self.press_at(Place::Private { bot, user }, message, user, row, column)
    }

    fn press_at(
        &mut self,
        place: Place,
        message: i64,
        user: i64,
        row: usize,
        column: usize,
    ) -> Result<String, Refused> {
        let found = self.messages(place).and_then(|messages| messages.find(message)).ok_or(Refused::NoSuchMessage)?;
        let button = found.reply_markup.as_ref().map(|markup| &markup["inline_keyboard"][row][column]);
        let data = button.and_then(|button| button["callback_data"].as_str()).ok_or(Refused::NoSuchButton)?.to_owned();
        self.press_data(place, message, user, &data)
    }

    /// `user`'s client sends any `data` for a message, also one that has no such button or is deleted.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchMessage`] if there never was one; [`Refused::NoSuchButton`] if it is no bot's;
    /// [`Refused::NotAMember`]; [`Refused::Banned`].
    pub fn press_data(&mut self, place: Place, message: i64, user: i64, data: &str) -> Result<String, Refused> {
        self.check_user(user)?;
        self.check_can_press(place, user)?;
        let found = self.messages(place).and_then(|all| all.find_even_deleted(message));
        let bot = found.and_then(|message| message.from).ok_or(Refused::NoSuchMessage)?;
        if !self.is_own_bot(bot) {
            return Err(Refused::NoSuchButton);
        }
        let (id, now) = (format!("{}", 4_000_000_000 + self.next_number()), self.now());
        self.callbacks
            .insert(id.clone(), CallbackQuery { id: id.clone(), bot, user, place, message, date: now, answer: None });
        let payload = json!({
            "id": id, "from": self.user_json(user), "message": self.message_json(place, message),
            "chat_instance": place.id_for_bots().to_string(), "data": data,
        });
        self.emit(bot, "callback_query", user, payload);
        Ok(id)
    }

    fn check_can_press(&self, place: Place, user: i64) -> Result<(), Refused> {
        let Place::Chat(chat) = place else { return Ok(()) };
        let group = self.existing(chat)?;
        match group.status(user, self.now()) {
            Status::Kicked { .. } => Err(Refused::Banned),
            status if status.is_member() || group.is_public() || group.is_discussion_group() => Ok(()),
            _ => Err(Refused::NotAMember),
        }
    }
}
