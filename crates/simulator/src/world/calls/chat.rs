//! Methods about a chat as a whole.

use serde_json::json;

use crate::world::calls::answer::{Answer, done};
use crate::world::{chat::ChatKind, permissions::Permissions, place::Place, rights::Rights, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`getChat`](https://core.telegram.org/bots/api#getchat)
    pub(super) fn get_chat(&self, bot: i64, parameters: &Parameters) -> Answer {
        let place = self.place(bot, parameters)?;
        Ok(self.full_chat_json(place, bot))
    }

    /// [`leaveChat`](https://core.telegram.org/bots/api#leavechat)
    pub(super) fn leave_chat(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.own_chat(bot, parameters, "chat member status can't be changed in private chats")?;
        let status = self.status_in(chat, bot).departed();
        self.depart(chat, bot, bot, status);
        done()
    }

    /// [`setChatPermissions`](https://core.telegram.org/bots/api#setchatpermissions)
    pub(super) fn set_chat_permissions(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.own_chat(bot, parameters, "can't change private chat permissions")?;
        if self.kind(chat) == ChatKind::Channel {
            return Err(ApiError::bad_request("can't change channel chat permissions"));
        }
        self.check_right(chat, bot, Rights::RESTRICT_MEMBERS, "not enough rights to change chat permissions")?;
        let permissions = asked_permissions(parameters)?;
        if let Some(group) = self.chats.get_mut(&chat) {
            if group.permissions == permissions {
                return Err(ApiError::bad_request("CHAT_NOT_MODIFIED"));
            }
            group.permissions = permissions;
        }
        done()
    }

    /// [`sendChatAction`](https://core.telegram.org/bots/api#sendchataction)
    pub(super) fn send_chat_action(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        const ACTIONS: [&str; 11] = [
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note",
        ];
        if !parameters.str("action").is_some_and(|action| ACTIONS.contains(&action)) {
            return Err(ApiError::bad_request("wrong parameter action in request"));
        }
        let place = self.place(bot, parameters)?;
        self.check_can_write(bot, place)?;
        done()
    }

    /// [`banChatSenderChat`](https://core.telegram.org/bots/api#banchatsenderchat)
    pub(super) fn ban_chat_sender_chat(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let (chat, sender) = self.sender_chat(bot, parameters)?;
        if let Some(group) = self.chats.get_mut(&chat) {
            group.banned_sender_chats.insert(sender);
        }
        done()
    }

    /// [`unbanChatSenderChat`](https://core.telegram.org/bots/api#unbanchatsenderchat)
    pub(super) fn unban_chat_sender_chat(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let (chat, sender) = self.sender_chat(bot, parameters)?;
        if let Some(group) = self.chats.get_mut(&chat) {
            group.banned_sender_chats.remove(&sender);
        }
        done()
    }

    fn sender_chat(&self, bot: i64, parameters: &Parameters) -> Result<(i64, i64), ApiError> {
        let chat = self.own_chat(bot, parameters, "method is available only for supergroup and channel chats")?;
        if self.kind(chat) == ChatKind::Group {
            return Err(ApiError::bad_request("method is available only for supergroup and channel chats"));
        }
        let rights = Rights::RESTRICT_MEMBERS;
        self.check_right(chat, bot, rights, "not enough rights to restrict/unrestrict chat member")?;
        let sender = parameters.i64("sender_chat_id").unwrap_or_default();
        if !self.chats.contains_key(&sender) {
            return Err(ApiError::bad_request("chat not found"));
        }
        Ok((chat, sender))
    }

    /// [`getChatMemberCount`](https://core.telegram.org/bots/api#getchatmembercount)
    pub(super) fn get_chat_member_count(&self, bot: i64, parameters: &Parameters) -> Answer {
        let Place::Chat(id) = self.place(bot, parameters)? else { return Ok(json!(2)) };
        let now = self.now();
        let members = self.chats.get(&id).map(|chat| &chat.members).into_iter().flatten();
        Ok(json!(members.filter(|(_, status)| status.at(now).is_member()).count()))
    }
}

/// The permissions that a method was given.
pub(super) fn asked_permissions(parameters: &Parameters) -> Result<Permissions, ApiError> {
    let object = parameters.value("permissions").filter(|value| value.is_object());
    let object = object.ok_or_else(|| ApiError::bad_request("can't parse permissions: expected an Object"))?;
    Ok(Permissions::asked_for(object, parameters.bool("use_independent_chat_permissions") == Some(true)))
}
