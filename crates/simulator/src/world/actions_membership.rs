//! Coming and going.

use super::World;
use super::chat::ChatKind;
use super::message::{Message, Service};
use super::place::Place;
use super::refused::Refused;
use super::status::Status;
use super::update::Entrance;

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
        self.enter(chat, user, user, &Entrance::default());
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
        self.enter(chat, user, by, &Entrance::default());
        Ok(())
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

    /// Lets `user` in at the hands of `by`, with all that others see of it.
    pub(super) fn enter(&mut self, chat: i64, user: i64, by: i64, entrance: &Entrance) {
        let status = self.status_in(chat, user).entered();
        self.enter_as(chat, user, by, status, entrance);
    }

    /// Lets `user` in as `status`, which may be an administrator's.
    pub(super) fn enter_as(&mut self, chat: i64, user: i64, by: i64, status: Status, entrance: &Entrance) {
        if let Some(group) = self.chats.get_mut(&chat) {
            group.join_requests.remove(&user);
        }
        self.set_status(chat, user, by, status, entrance);
        if self.announces_members(chat) {
            let message = Message::service(by, Service::NewChatMembers(vec![user]));
            self.put_message(Place::Chat(chat), message);
        }
    }

    /// Takes `user` out at the hands of `by`, leaving `status`. In channels and large groups nothing is announced.
    pub(super) fn depart(&mut self, chat: i64, user: i64, by: i64, status: Status) {
        let was_member = self.status_in(chat, user).is_member();
        self.set_status(chat, user, by, status, &Entrance::default());
        if was_member && self.announces_members(chat) {
            self.put_message(Place::Chat(chat), Message::service(by, Service::LeftChatMember(user)));
        }
    }

    fn announces_members(&self, chat: i64) -> bool {
        self.chats.get(&chat).is_some_and(|chat| chat.kind != ChatKind::Channel && !chat.hides_join_messages)
    }

    /// From now on nobody's coming or going shows as a message, as in large groups.
    pub fn hide_join_messages(&mut self, chat: i64) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.hides_join_messages = true;
        }
    }
}
