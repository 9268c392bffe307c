//! Coming and going.

use crate::world::{
    message::{Message, Service},
    place::Place,
    refused::Refused,
    state::World,
    status::Status,
    update::JoinedVia,
};

impl World {
    /// `user` joins a chat: by its public name, or because somebody showed the way.
    ///
    /// # Errors
    ///
    /// [`Refused::Banned`], [`Refused::AlreadyAMember`], [`Refused::ApprovalNeeded`].
    pub fn join(&mut self, chat: i64, user: i64) -> Result<(), Refused> {
        self.check_can_join(chat, user)?;
        if self.existing(chat)?.join_by_request {
            return Err(Refused::ApprovalNeeded);
        }
        self.enter(chat, user, user, &JoinedVia::default());
        Ok(())
    }

    /// `by`, a member, adds `user`, a person or a plain bot, to a group.
    ///
    /// # Errors
    ///
    /// [`Refused::NotAMember`] about `by`; otherwise as [`World::join`].
    pub fn add_member(&mut self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        self.check_can_join(chat, user)?;
        if !self.status_in(chat, by).is_member() {
            return Err(Refused::NotAMember);
        }
        self.enter(chat, user, by, &JoinedVia::default());
        Ok(())
    }

    /// `by`, a member, adds several people to a group at once, so that one message tells of them all.
    ///
    /// # Errors
    ///
    /// As [`World::add_member`], about any of them.
    pub fn add_members(&mut self, chat: i64, by: i64, users: &[i64]) -> Result<i64, Refused> {
        for user in users {
            self.check_can_join(chat, *user)?;
        }
        if !self.status_in(chat, by).is_member() {
            return Err(Refused::NotAMember);
        }
        for user in users {
            let status = self.status_in(chat, *user).entered();
            self.set_status(chat, *user, by, status, &JoinedVia::default());
        }
        Ok(self.put_message(Place::Chat(chat), Message::service(by, Service::NewChatMembers(users.to_vec()))))
    }

    /// `user` leaves a chat.
    ///
    /// # Errors
    ///
    /// [`Refused::NotAMember`].
    pub fn leave(&mut self, chat: i64, user: i64) -> Result<(), Refused> {
        self.existing(chat)?;
        let status = self.status_in(chat, user);
        if !status.is_member() {
            return Err(Refused::NotAMember);
        }
        self.depart(chat, user, user, status.departed());
        Ok(())
    }

    pub(super) fn check_can_join(&self, chat: i64, user: i64) -> Result<(), Refused> {
        self.check_user(user)?;
        let group = self.existing(chat)?;
        match group.status(user, self.now()) {
            Status::Kicked { .. } => Err(Refused::Banned),
            status if status.is_member() => Err(Refused::AlreadyAMember),
            _ => Ok(()),
        }
    }

    /// From now on nobody's coming or going shows as a message, as in large groups.
    pub fn hide_join_messages(&mut self, chat: i64) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.hides_join_messages = true;
        }
    }
}
