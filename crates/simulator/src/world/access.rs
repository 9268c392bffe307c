//! What a bot may see and do.

use serde_json::Value;

use crate::world::chat::{Chat, ChatKind};
use crate::world::{place::Place, rights::Rights, state::World, status::Status};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// The place that `chat_id` names, if `bot` can look in.
    ///
    /// # Errors
    ///
    /// 400 "chat not found", 403 where the bot was removed or a basic group deleted, 400 with `migrate_to_chat_id` after an upgrade.
    pub(super) fn place(&self, bot: i64, parameters: &Parameters) -> Result<Place, ApiError> {
        let value = parameters.value("chat_id").unwrap_or(&Value::Null);
        let id = value.as_i64().or_else(|| self.chat_id_of(value.as_str()?)).unwrap_or_default();
        if id > 0 && self.users.contains_key(&id) {
            return Ok(Place::Private { bot, user: id });
        }
        let chat = self.chats.get(&id).ok_or_else(|| ApiError::bad_request("chat not found"))?;
        if let Some(supergroup) = chat.migrated_to {
            return Err(ApiError::migrated(supergroup));
        }
        if chat.is_deleted {
            return Err(deleted(chat));
        }
        self.check_can_see(bot, chat)?;
        Ok(Place::Chat(id))
    }

    fn chat_id_of(&self, text: &str) -> Option<i64> {
        match text.strip_prefix('@') {
            Some(username) => self.chat_by_username(username),
            None => text.parse().ok(),
        }
    }

    fn check_can_see(&self, bot: i64, chat: &Chat) -> Result<(), ApiError> {
        let status = chat.status(bot, self.now());
        if matches!(status, Status::Kicked { .. }) {
            return Err(ApiError::forbidden(&format!("bot was kicked from the {} chat", chat.kind.name())));
        }
        if status.is_member() || chat.is_public() {
            return Ok(());
        }
        if self.known_chats.get(&bot).is_some_and(|known| known.contains(&chat.id)) {
            return Err(not_a_member(chat));
        }
        Err(ApiError::bad_request("chat not found"))
    }

    /// The chat with members that `chat_id` names, if `bot` is inside.
    ///
    /// # Errors
    ///
    /// As [`World::place`]; 403 if the bot is outside, and `in_private` (a 400) for a private chat.
    pub(super) fn own_chat(&self, bot: i64, parameters: &Parameters, in_private: &str) -> Result<i64, ApiError> {
        let Place::Chat(id) = self.place(bot, parameters)? else { return Err(ApiError::bad_request(in_private)) };
        self.check_is_member(id, bot)?;
        Ok(id)
    }

    /// 403 if `bot` is outside `chat`.
    pub(super) fn check_is_member(&self, chat: i64, bot: i64) -> Result<(), ApiError> {
        match self.chats.get(&chat) {
            Some(chat) if !chat.status(bot, self.now()).is_member() => Err(not_a_member(chat)),
            _ => Ok(()),
        }
    }

    /// 400 with `otherwise`, unless `bot` has `right` in `chat`.
    pub(super) fn check_right(&self, chat: i64, bot: i64, right: Rights, otherwise: &str) -> Result<(), ApiError> {
        if self.has_right(chat, bot, right) { Ok(()) } else { Err(ApiError::bad_request(otherwise)) }
    }

    /// The user that `user_id` names.
    pub(super) fn known_user(&self, parameters: &Parameters) -> Result<i64, ApiError> {
        let user = parameters.i64("user_id").unwrap_or_default();
        if self.has_account(user) { Ok(user) } else { Err(ApiError::bad_request("PARTICIPANT_ID_INVALID")) }
    }
}

fn not_a_member(chat: &Chat) -> ApiError {
    ApiError::forbidden(&format!("bot is not a member of the {} chat", chat.kind.name()))
}

/// How a call about a deleted chat fails: a basic group is known to be gone, anything else is not to be found.
fn deleted(chat: &Chat) -> ApiError {
    match chat.kind {
        ChatKind::Group => ApiError::forbidden("the group chat was deleted"),
        ChatKind::Supergroup | ChatKind::Channel => ApiError::bad_request("chat not found"),
    }
}
