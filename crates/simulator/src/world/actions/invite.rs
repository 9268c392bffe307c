//! Following invite links and asking to join.

use crate::world::{
    chat::Chat, invite_link::JoinRequest, refused::Refused, rights::Rights, state::World, update::JoinedVia,
    version::BotApiVersion,
};

impl World {
    /// `user` follows an invite link: comes in, or asks to.
    ///
    /// # Errors
    ///
    /// [`Refused::InvalidInviteLink`]; [`Refused::Banned`]; [`Refused::AlreadyAMember`].
    pub fn follow_invite_link(&mut self, user: i64, url: &str) -> Result<(), Refused> {
        let now = self.now();
        let leads_to = |chat: &&Chat| chat.invite_links.iter().any(|link| link.url == url && link.works_at(now));
        let chat = self.chats.values().find(leads_to).ok_or(Refused::InvalidInviteLink)?;
        let (id, by_request) = (chat.id, chat.join_by_request);
        self.check_can_join(id, user)?;
        let asks = chat.invite_links.iter().any(|link| link.url == url && link.creates_join_request);
        if asks || by_request {
            return self.ask_to_join(id, user, Some(url));
        }
        self.count_use(id, url);
        let invite_link = self.invite_link_json(id, url);
        self.enter(id, user, user, &JoinedVia { invite_link, by_request: false });
        Ok(())
    }

    /// `user` asks to be let in; bots that may invite get an update.
    ///
    /// # Errors
    ///
    /// [`Refused::Banned`]; [`Refused::AlreadyAMember`].
    pub fn request_to_join(&mut self, chat: i64, user: i64) -> Result<(), Refused> {
        self.check_can_join(chat, user)?;
        self.ask_to_join(chat, user, None)
    }

    fn ask_to_join(&mut self, chat: i64, user: i64, link: Option<&str>) -> Result<(), Refused> {
        let query_id = self.next_number().to_string();
        let date = self.now();
        let has_guard = self.existing(chat)?.guard_bot.is_some_and(|bot| self.is_guard(chat, bot));
        let request =
            JoinRequest { user, date, invite_link: link.map(str::to_owned), query_id: has_guard.then_some(query_id) };
        if let Some(group) = self.chats.get_mut(&chat) {
            group.join_requests.insert(user, request);
        }
        self.emit_join_request(chat, user);
        Ok(())
    }

    fn is_guard(&self, chat: i64, bot: i64) -> bool {
        self.bot_api_version >= BotApiVersion::V10_1 && self.has_right(chat, bot, Rights::INVITE_USERS)
    }

    /// An administrator turns approval of new members on or off, and names the guard bot, if any.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`].
    pub fn set_join_by_request(
        &mut self,
        chat: i64,
        by: i64,
        is_on: bool,
        guard_bot: Option<i64>,
    ) -> Result<(), Refused> {
        if !self.has_right(chat, by, Rights::RESTRICT_MEMBERS) {
            return Err(Refused::NotEnoughRights);
        }
        if let Some(group) = self.chats.get_mut(&chat) {
            group.join_by_request = is_on;
            group.guard_bot = guard_bot;
        }
        Ok(())
    }

    /// `by`, an administrator in their client, lets somebody in who asked.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`]; [`Refused::NotAMember`] if there is no request.
    pub fn approve_by(&mut self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        if !self.has_right(chat, by, Rights::INVITE_USERS) {
            return Err(Refused::NotEnoughRights);
        }
        if self.approve(chat, by, user) { Ok(()) } else { Err(Refused::NotAMember) }
    }
}
