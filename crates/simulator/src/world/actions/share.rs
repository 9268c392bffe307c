//! Choosing a chat for a bot, by a button in place of the letters.

use serde_json::Value;

use crate::world::chat::ChatKind;
use crate::world::message::{Message, Service};
use crate::world::{place::Place, refused::Refused, rights::Rights, state::World, status::Status};

impl World {
    /// `user` taps the button of this request and chooses `chat`: the client appoints the bot there with the rights that the
    /// button asks for, and sends the choice. <https://core.telegram.org/bots/api#keyboardbuttonrequestchat>
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchButton`]; [`Refused::WrongKindOfChat`] and [`Refused::NotEnoughRights`] for a chat that the client
    /// does not offer; [`Refused::NotAMember`]; [`Refused::PrivateChatClosed`].
    pub fn share_chat(&mut self, user: i64, bot: i64, request: i64, chat: i64) -> Result<i64, Refused> {
        self.check_user(user)?;
        let private = self.private_chat(bot, user);
        if private.is_blocked {
            return Err(Refused::PrivateChatClosed);
        }
        let button = private.keyboard.as_ref().and_then(|keyboard| requested(keyboard, request));
        let button = button.ok_or(Refused::NoSuchButton)?;
        self.check_is_offered(user, bot, &button, chat)?;
        if let Some(rights) = button.get("bot_administrator_rights").map(Rights::from_json) {
            self.grant(chat, user, bot, rights)?;
        }
        let asked = |name: &str| button[name] == Value::Bool(true);
        let shared = self.existing(chat)?;
        let service = Service::ChatShared {
            request,
            chat,
            title: asked("request_title").then(|| shared.title.clone()),
            username: shared.username.clone().filter(|_| asked("request_username")),
        };
        Ok(self.put_message(Place::Private { bot, user }, Message::service(user, service)))
    }

    fn check_is_offered(&self, user: i64, bot: i64, button: &Value, chat: i64) -> Result<(), Refused> {
        let offered = self.existing(chat)?;
        if (offered.kind == ChatKind::Channel) != (button["chat_is_channel"] == Value::Bool(true)) {
            return Err(Refused::WrongKindOfChat);
        }
        let status = self.status_in(chat, user);
        if !status.is_member() {
            return Err(Refused::NotAMember);
        }
        let needed = button.get("user_administrator_rights").map(Rights::from_json).unwrap_or_default();
        let is_owner = status == Status::Creator;
        if !status.rights().contains(needed) || (button["chat_is_created"] == Value::Bool(true) && !is_owner) {
            return Err(Refused::NotEnoughRights);
        }
        if button["bot_is_member"] == Value::Bool(true) && !self.status_in(chat, bot).is_member() {
            return Err(Refused::NotAMember);
        }
        Ok(())
    }

    /// `by` appoints a bot with these rights, beside those that it has.
    pub(super) fn grant(&mut self, chat: i64, by: i64, bot: i64, rights: Rights) -> Result<(), Refused> {
        let held = self.status_in(chat, bot).rights();
        if held.contains(rights) && self.is_admin(chat, bot) {
            return Ok(());
        }
        self.set_admin(chat, by, bot, held.with(rights))
    }
}

/// The button that bears this request.
fn requested(keyboard: &Value, request: i64) -> Option<Value> {
    let rows = keyboard["keyboard"].as_array()?.iter().filter_map(Value::as_array);
    let mut requests = rows.flatten().filter_map(|button| button.get("request_chat"));
    requests.find(|button| button["request_id"] == request).cloned()
}
