//! Methods about invite links.

use serde_json::json;

use crate::world::{calls::answer::Answer, invite_link::InviteLink, rights::Rights, state::World};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`createChatInviteLink`](https://core.telegram.org/bots/api#createchatinvitelink)
    pub(super) fn create_chat_invite_link(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.chat_to_invite_to(bot, parameters)?;
        let name = parameters.str("name").filter(|name| !name.is_empty()).map(str::to_owned);
        if name.as_ref().is_some_and(|name| name.chars().count() > 32) {
            return Err(ApiError::bad_request("invite link name is too long"));
        }
        let member_limit = parameters.i64("member_limit").filter(|limit| *limit != 0);
        if member_limit.is_some_and(|limit| !(1..=99_999).contains(&limit)) {
            return Err(ApiError::bad_request("MEMBER_LIMIT_INVALID"));
        }
        let creates_join_request = parameters.bool("creates_join_request") == Some(true);
        if creates_join_request && member_limit.is_some() {
            return Err(ApiError::bad_request(
                "member limit can't be specified for links requiring administrator approval",
            ));
        }
        let expire_date = parameters.i64("expire_date").filter(|date| *date > 0);
        let link = InviteLink { name, creates_join_request, expire_date, member_limit, ..self.new_link(bot) };
        Ok(self.keep_link(chat, link))
    }

    /// [`exportChatInviteLink`](https://core.telegram.org/bots/api#exportchatinvitelink): the old primary link is
    /// revoked.
    pub(super) fn export_chat_invite_link(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.chat_to_invite_to(bot, parameters)?;
        let link = InviteLink { is_primary: true, ..self.new_link(bot) };
        for old in self.invite_links_mut(chat).filter(|link| link.is_primary && link.creator == bot) {
            old.is_revoked = true;
        }
        let url = json!(link.url);
        self.keep_link(chat, link);
        Ok(url)
    }

    /// [`editChatInviteLink`](https://core.telegram.org/bots/api#editchatinvitelink); its own links only, and none that is
    /// revoked. Only the name can be changed here.
    pub(super) fn edit_chat_invite_link(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.chat_to_invite_to(bot, parameters)?;
        let url = parameters.str("invite_link").unwrap_or_default();
        let own = self.invite_links_mut(chat).find(|link| link.creator == bot && link.url == url && !link.is_revoked);
        let link = own.ok_or_else(|| ApiError::bad_request("INVITE_HASH_EXPIRED"))?;
        link.name = parameters.str("name").filter(|name| !name.is_empty()).map(str::to_owned);
        let link = link.clone();
        Ok(self.link_json(&link))
    }

    /// [`revokeChatInviteLink`](https://core.telegram.org/bots/api#revokechatinvitelink); its own links only.
    pub(super) fn revoke_chat_invite_link(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let chat = self.chat_to_invite_to(bot, parameters)?;
        let url = parameters.str("invite_link").unwrap_or_default();
        let own = self.invite_links_mut(chat).find(|link| link.creator == bot && link.url == url);
        let link = own.ok_or_else(|| ApiError::bad_request("INVITE_HASH_EXPIRED"))?;
        link.is_revoked = true;
        let link = link.clone();
        Ok(self.link_json(&link))
    }

    fn chat_to_invite_to(&self, bot: i64, parameters: &Parameters) -> Result<i64, ApiError> {
        let chat = self.own_chat(bot, parameters, "can't create invite link for private chats")?;
        self.check_right(chat, bot, Rights::INVITE_USERS, "not enough rights to manage chat invite link")?;
        Ok(chat)
    }

    fn new_link(&mut self, creator: i64) -> InviteLink {
        InviteLink {
            url: format!("https://t.me/+Door{:012}", self.next_number()),
            creator,
            name: None,
            creates_join_request: false,
            is_primary: false,
            is_revoked: false,
            expire_date: None,
            member_limit: None,
            uses: 0,
        }
    }

    fn keep_link(&mut self, chat: i64, link: InviteLink) -> serde_json::Value {
        let shown = self.link_json(&link);
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.invite_links.push(link);
        }
        shown
    }
}
