//! The Bot API's methods by name.

mod answer;
mod callback_query;
mod chat;
mod delete;
mod edit;
mod invite_link;
mod join_request;
mod member;
mod profile;
mod promote;
mod restrict;
mod send;

use self::answer::Answer;
use crate::parameters::Parameters;
use crate::world::state::World;

impl World {
    /// Carries out a method of `bot`; `None` if the world does not have it. Getting updates and webhooks are not its
    /// business.
    ///
    /// # Errors
    ///
    /// Inside the `Some`: what the Bot API would refuse, in its words.
    pub fn call(&mut self, bot: i64, method: &str, parameters: &Parameters) -> Option<Answer> {
        self.call_about_chats(bot, method, parameters)
            .or_else(|| self.call_about_messages(bot, method, parameters))
            .or_else(|| self.call_about_itself(bot, method, parameters))
    }

    fn call_about_chats(&mut self, bot: i64, method: &str, p: &Parameters) -> Option<Answer> {
        Some(match method {
            "getChat" => self.get_chat(bot, p),
            "getChatMember" => self.get_chat_member(bot, p),
            "getChatAdministrators" => self.get_chat_administrators(bot, p),
            "getChatMemberCount" => self.get_chat_member_count(bot, p),
            "leaveChat" => self.leave_chat(bot, p),
            "restrictChatMember" => self.restrict_chat_member(bot, p),
            "banChatMember" => self.ban_chat_member(bot, p),
            "unbanChatMember" => self.unban_chat_member(bot, p),
            "banChatSenderChat" => self.ban_chat_sender_chat(bot, p),
            "unbanChatSenderChat" => self.unban_chat_sender_chat(bot, p),
            "setChatPermissions" => self.set_chat_permissions(bot, p),
            "promoteChatMember" => self.promote_chat_member(bot, p),
            "createChatInviteLink" => self.create_chat_invite_link(bot, p),
            "editChatInviteLink" => self.edit_chat_invite_link(bot, p),
            "exportChatInviteLink" => self.export_chat_invite_link(bot, p),
            "revokeChatInviteLink" => self.revoke_chat_invite_link(bot, p),
            "approveChatJoinRequest" => self.approve_chat_join_request(bot, p),
            "declineChatJoinRequest" => self.decline_chat_join_request(bot, p),
            "answerChatJoinRequestQuery" => self.answer_chat_join_request_query(bot, p),
            _ => return None,
        })
    }

    fn call_about_messages(&mut self, bot: i64, method: &str, p: &Parameters) -> Option<Answer> {
        Some(match method {
            "sendMessage" => self.send_message(bot, p),
            "sendPhoto" => self.send_photo(bot, p),
            "sendChatAction" => self.send_chat_action(bot, p),
            "editMessageText" => self.edit_message_text(bot, p),
            "editMessageReplyMarkup" => self.edit_message_reply_markup(bot, p),
            "deleteMessage" => self.delete_message(bot, p),
            "deleteMessages" => self.delete_messages(bot, p),
            "answerCallbackQuery" => self.answer_callback_query(bot, p),
            _ => return None,
        })
    }

    fn call_about_itself(&mut self, bot: i64, method: &str, p: &Parameters) -> Option<Answer> {
        Some(match method {
            "getMe" => self.get_me(bot),
            "setMyCommands" => self.set_my_commands(bot, p),
            "getMyCommands" => self.get_my_commands(bot, p),
            "deleteMyCommands" => self.delete_my_commands(bot, p),
            "setMyDescription" => self.set_my_text(bot, "description", p),
            "getMyDescription" => self.get_my_text(bot, "description", p),
            "setMyShortDescription" => self.set_my_text(bot, "short_description", p),
            "getMyShortDescription" => self.get_my_text(bot, "short_description", p),
            "setMyName" => self.set_my_text(bot, "name", p),
            "getMyName" => self.get_my_text(bot, "name", p),
            "setMyDefaultAdministratorRights" => self.set_my_default_administrator_rights(bot, p),
            "getMyDefaultAdministratorRights" => self.get_my_default_administrator_rights(bot, p),
            _ => return None,
        })
    }
}
