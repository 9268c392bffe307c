//! Methods that appoint administrators.

use serde_json::Value;

use crate::world::calls::answer::{Answer, done};
use crate::world::{rights::Rights, state::World, status::Status, update::JoinedVia};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`promoteChatMember`](https://core.telegram.org/bots/api#promotechatmember); no right at all dismisses.
    pub(super) fn promote_chat_member(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.own_chat(bot, parameters, "can't promote members in private chats")?;
        let user = self.known_user(parameters)?;
        if user == bot {
            return Err(ApiError::bad_request("can't promote self"));
        }
        let old = self.status_in(chat, user);
        let rights = Rights::from_json(&Value::Object(parameters.0.clone())).completed();
        let new = match rights {
            Rights::NONE => old.dismissed(),
            rights => Status::Administrator { rights, promoted_by: bot },
        };
        self.check_can_promote(chat, bot, user, rights)?;
        if !old.is_member() {
            return Err(ApiError::bad_request("USER_NOT_PARTICIPANT"));
        }
        self.set_status(chat, user, bot, new, &JoinedVia::default());
        done()
    }

    fn check_can_promote(&self, chat: i64, bot: i64, user: i64, rights: Rights) -> Result<(), ApiError> {
        self.check_right(chat, bot, Rights::PROMOTE_MEMBERS, "not enough rights")?;
        match self.status_in(chat, user) {
            Status::Creator => Err(ApiError::bad_request("can't remove chat owner")),
            Status::Administrator { .. } if !self.may_edit_administrator(chat, bot, user) => {
                Err(ApiError::bad_request("CHAT_ADMIN_REQUIRED"))
            }
            _ if !self.has_right(chat, bot, rights) => Err(ApiError::bad_request("RIGHT_FORBIDDEN")),
            _ => Ok(()),
        }
    }

    /// Whether `bot` appointed the administrator `user` and can still change them.
    pub(super) fn may_edit_administrator(&self, chat: i64, bot: i64, user: i64) -> bool {
        let is_own =
            matches!(self.status_in(chat, user), Status::Administrator { promoted_by, .. } if promoted_by == bot);
        is_own && self.has_right(chat, bot, Rights::PROMOTE_MEMBERS)
    }
}
