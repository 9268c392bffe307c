//! Methods that delete messages.

use serde_json::Value;

use crate::world::calls::answer::{Answer, done};
use crate::world::message::{Message, Service};
use crate::world::{place::Place, rights::Rights, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

/// How long a message can be deleted, in seconds.
const DELETABLE_FOR: i64 = 48 * 60 * 60;

impl World {
    /// [`deleteMessage`](https://core.telegram.org/bots/api#deletemessage)
    pub(super) fn delete_message(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let place = self.place(bot, parameters)?;
        let id = parameters.i64("message_id").unwrap_or_default();
        let message = self.messages(place).and_then(|messages| messages.find(id));
        let message = message.ok_or_else(|| ApiError::bad_request("message to delete not found"))?;
        if !self.is_deletable(bot, place, message) {
            return Err(ApiError::bad_request("message can't be deleted"));
        }
        self.delete_at(place, id);
        done()
    }

    /// [`deleteMessages`](https://core.telegram.org/bots/api#deletemessages)
    ///
    /// Unknown ids are passed over; one message that cannot be deleted keeps all of them.
    pub(super) fn delete_messages(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let list = parameters.value("message_ids").and_then(Value::as_array);
        let ids: Vec<i64> = list.into_iter().flatten().filter_map(Value::as_i64).collect();
        if ids.is_empty() {
            return Err(ApiError::bad_request("message identifiers are not specified"));
        }
        if ids.len() > 100 {
            return Err(ApiError::bad_request("too many message identifiers specified"));
        }
        let place = self.place(bot, parameters)?;
        let mut found = ids.iter().filter_map(|id| self.messages(place)?.find(*id));
        if !found.all(|message| self.is_deletable(bot, place, message)) {
            return Err(ApiError::bad_request("message can't be deleted"));
        }
        for id in ids {
            self.delete_at(place, id);
        }
        done()
    }

    fn delete_at(&mut self, place: Place, id: i64) {
        if let Some(messages) = self.messages_mut(place) {
            messages.delete(id);
        }
    }

    fn is_deletable(&self, bot: i64, place: Place, message: &Message) -> bool {
        let is_undeletable = matches!(
            message.service,
            Some(Service::Created | Service::MigrateToChatId(_) | Service::MigrateFromChatId(_))
        );
        if is_undeletable || self.now() - message.date >= DELETABLE_FOR {
            return false;
        }
        match place {
            Place::Private { .. } => true,
            Place::Chat(_) if message.from == Some(bot) && message.service.is_none() => true,
            Place::Chat(chat) => self.has_right(chat, bot, Rights::DELETE_MESSAGES),
        }
    }
}
