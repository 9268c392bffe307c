//! Methods that look at members.

use serde_json::{Value, json};

use crate::world::{calls::answer::Answer, chat::ChatKind, place::Place, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`getChatMember`](https://core.telegram.org/bots/api#getchatmember)
    pub(super) fn get_chat_member(&self, bot: i64, parameters: &Parameters) -> Answer {
        let place = self.place(bot, parameters)?;
        let Place::Chat(chat) = place else { return self.get_private_member(bot, parameters) };
        let asked = parameters.i64("user_id").unwrap_or_default();
        if asked != bot {
            self.check_sees_members(chat, bot)?;
        }
        let user = self.known_user(parameters)?;
        let mut member = self.member_json(chat, user, self.status_in(chat, user));
        self.mark_editable(chat, bot, user, &mut member);
        Ok(member)
    }

    fn get_private_member(&self, bot: i64, parameters: &Parameters) -> Answer {
        let user = self.known_user(parameters)?;
        let partner = parameters.i64("chat_id").unwrap_or_default();
        if user != bot && user != partner {
            return Err(ApiError::bad_request("member not found"));
        }
        Ok(json!({ "status": "member", "user": self.user_json(user) }))
    }

    /// [`getChatAdministrators`](https://core.telegram.org/bots/api#getchatadministrators)
    pub(super) fn get_chat_administrators(&self, bot: i64, parameters: &Parameters) -> Answer {
        let Place::Chat(id) = self.place(bot, parameters)? else {
            return Err(ApiError::bad_request("there are no administrators in the private chat"));
        };
        self.check_sees_members(id, bot)?;
        let with_bots = parameters.bool("return_bots") == Some(true);
        let now = self.now();
        let members = self.chats.get(&id).map(|chat| &chat.members).into_iter().flatten();
        let administrators = members.filter(|(user, status)| {
            status.at(now).is_administrator() && (**user == bot || with_bots || !self.is_own_bot(**user))
        });
        let list = administrators.map(|(user, status)| {
            let mut member = self.member_json(id, *user, *status);
            self.mark_editable(id, bot, *user, &mut member);
            member
        });
        Ok(Value::Array(list.collect()))
    }

    /// Only an administrator sees who is in a channel.
    fn check_sees_members(&self, chat: i64, bot: i64) -> Result<(), ApiError> {
        if self.kind(chat) == ChatKind::Channel && !self.is_admin(chat, bot) {
            return Err(ApiError::bad_request("member list is inaccessible"));
        }
        Ok(())
    }

    fn mark_editable(&self, chat: i64, bot: i64, user: i64, member: &mut Value) {
        if member.get("can_be_edited").is_some() {
            member["can_be_edited"] = json!(self.may_edit_administrator(chat, bot, user));
        }
    }
}
