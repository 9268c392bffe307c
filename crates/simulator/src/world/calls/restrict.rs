//! Methods that mute and ban.

use crate::world::calls::answer::{Answer, done};
use crate::world::status::{Status, stored_until};
use crate::world::{calls::chat::asked_permissions, chat::ChatKind, rights::Rights, state::World, update::JoinedVia};
use crate::{api_error::ApiError, parameters::Parameters};

const NO_RIGHT: &str = "not enough rights to restrict/unrestrict chat member";

impl World {
    /// [`restrictChatMember`](https://core.telegram.org/bots/api#restrictchatmember)
    ///
    /// Restricting somebody who is banned lifts the ban: the new record has none.
    pub(super) fn restrict_chat_member(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        const ELSEWHERE: &str = "method is available only for supergroups";
        let chat = self.own_chat(bot, parameters, ELSEWHERE)?;
        if self.kind(chat) != ChatKind::Supergroup {
            return Err(ApiError::bad_request(ELSEWHERE));
        }
        let permissions = asked_permissions(parameters)?;
        let (user, old) = self.ordinary_member(chat, bot, parameters)?;
        let until_date = self.until_date(parameters);
        let new = Status::restricted(permissions, until_date, old.is_member());
        self.change_ordinary(chat, bot, user, (old, new))
    }

    /// [`banChatMember`](https://core.telegram.org/bots/api#banchatmember)
    ///
    /// In a supergroup all that the person wrote goes with them.
    pub(super) fn ban_chat_member(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.own_chat(bot, parameters, "can't ban members in private chats")?;
        let (user, old) = self.ordinary_member(chat, bot, parameters)?;
        let until_date = self.until_date(parameters);
        self.change_ordinary(chat, bot, user, (old, Status::Kicked { until_date }))?;
        let revokes = self.kind(chat) == ChatKind::Supergroup || parameters.bool("revoke_messages") == Some(true);
        if let Some(group) = self.chats.get_mut(&chat).filter(|_| revokes) {
            group.messages.delete_all_of(user);
        }
        done()
    }

    /// [`unbanChatMember`](https://core.telegram.org/bots/api#unbanchatmember)
    ///
    /// Without `only_if_banned`, somebody inside is removed.
    pub(super) fn unban_chat_member(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        const ELSEWHERE: &str = "method is available for supergroup and channel chats only";
        let chat = self.own_chat(bot, parameters, ELSEWHERE)?;
        if self.kind(chat) == ChatKind::Group {
            return Err(ApiError::bad_request(ELSEWHERE));
        }
        let user = self.known_user(parameters)?;
        let old = self.status_in(chat, user);
        let is_banned = matches!(old, Status::Kicked { .. });
        if parameters.bool("only_if_banned") == Some(true) && !is_banned {
            return done();
        }
        check_is_ordinary(old, user, bot)?;
        self.change_ordinary(chat, bot, user, (old, Status::Left))
    }

    /// The user that `user_id` names, who must be no administrator, and what they are.
    fn ordinary_member(&self, chat: i64, bot: i64, parameters: &Parameters) -> Result<(i64, Status), ApiError> {
        let user = self.known_user(parameters)?;
        let status = self.status_in(chat, user);
        check_is_ordinary(status, user, bot)?;
        Ok((user, status))
    }

    fn until_date(&self, parameters: &Parameters) -> i64 {
        stored_until(parameters.i64("until_date").unwrap_or_default(), self.now())
    }

    /// Gives somebody who is no administrator a new status. If it is the old one, nothing is asked and nothing happens.
    fn change_ordinary(&mut self, chat: i64, bot: i64, user: i64, (old, new): (Status, Status)) -> Answer {
        if old == new {
            return done();
        }
        self.check_right(chat, bot, Rights::RESTRICT_MEMBERS, NO_RIGHT)?;
        if new.is_member() == old.is_member() {
            self.set_status(chat, user, bot, new, &JoinedVia::default());
        } else {
            self.depart(chat, user, bot, new);
        }
        done()
    }
}

fn check_is_ordinary(status: Status, user: i64, bot: i64) -> Result<(), ApiError> {
    let refusal = match status {
        _ if user == bot => "can't restrict self",
        Status::Creator => "can't remove chat owner",
        Status::Administrator { .. } => "user is an administrator of the chat",
        _ => return Ok(()),
    };
    Err(ApiError::bad_request(refusal))
}
