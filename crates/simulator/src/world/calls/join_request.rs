//! Methods that decide join requests.

use crate::world::calls::answer::{Answer, done};
use crate::world::{calls::callback_query::too_old, invite_link::JoinRequest, rights::Rights, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

/// How long a guard bot has to answer, in seconds.
const QUERY_ANSWERABLE_FOR: i64 = 10;

impl World {
    /// [`approveChatJoinRequest`](https://core.telegram.org/bots/api#approvechatjoinrequest)
    pub(super) fn approve_chat_join_request(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let (chat, user) = self.requester(bot, parameters)?;
        self.approve(chat, bot, user);
        done()
    }

    /// [`declineChatJoinRequest`](https://core.telegram.org/bots/api#declinechatjoinrequest)
    pub(super) fn decline_chat_join_request(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let (chat, user) = self.requester(bot, parameters)?;
        self.withdraw_request(chat, user);
        done()
    }

    fn requester(&self, bot: i64, parameters: &Parameters) -> Result<(i64, i64), ApiError> {
        let chat = self.own_chat(bot, parameters, "HIDE_REQUESTER_MISSING")?;
        self.check_right(chat, bot, Rights::INVITE_USERS, "not enough rights to manage chat join requests")?;
        let user = parameters.i64("user_id").unwrap_or_default();
        if !self.users.contains_key(&user) {
            return Err(ApiError::bad_request("USER_ID_INVALID"));
        }
        if self.status_in(chat, user).is_member() {
            return Err(ApiError::bad_request("USER_ALREADY_PARTICIPANT"));
        }
        if self.chats.get(&chat).is_some_and(|chat| chat.join_requests.contains_key(&user)) {
            return Ok((chat, user));
        }
        Err(ApiError::bad_request("HIDE_REQUESTER_MISSING"))
    }

    /// [`answerChatJoinRequestQuery`](https://core.telegram.org/bots/api#answerchatjoinrequestquery)
    ///
    /// `queue`, like silence, leaves an ordinary request.
    pub(super) fn answer_chat_join_request_query(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let result = parameters.str("result").unwrap_or_default();
        if !["approve", "decline", "queue"].contains(&result) {
            return Err(ApiError::bad_request("invalid result specified"));
        }
        let query_id = parameters.str("chat_join_request_query_id").unwrap_or_default();
        let (chat, user) = self.take_query(bot, query_id).ok_or_else(too_old)?;
        match result {
            "approve" => {
                self.approve(chat, bot, user);
            }
            "decline" => self.withdraw_request(chat, user),
            _ => {}
        }
        done()
    }

    /// The chat and person of a query that `bot` can still answer, once.
    fn take_query(&mut self, bot: i64, query_id: &str) -> Option<(i64, i64)> {
        let now = self.now();
        let guarded = self.chats.values_mut().filter(|chat| chat.guard_bot == Some(bot));
        for chat in guarded {
            let is_asked = |request: &&mut JoinRequest| request.query_id.as_deref() == Some(query_id);
            if let Some(request) = chat.join_requests.values_mut().find(is_asked) {
                request.query_id = None;
                return (now - request.date <= QUERY_ANSWERABLE_FOR).then_some((chat.id, request.user));
            }
        }
        None
    }
}
