//! Joining and leaving, with the updates and service messages about it.

use crate::world::message::{Message, Service};
use crate::world::{chat::ChatKind, place::Place, state::World, status::Status, update::JoinedVia};

impl World {
    /// Lets `user` in by the action of `by`.
    pub(super) fn enter(&mut self, chat: i64, user: i64, by: i64, joined_via: &JoinedVia) {
        let status = self.status_in(chat, user).entered();
        self.enter_as(chat, user, by, status, joined_via);
    }

    /// Lets `user` in as `status`, which may be an administrator's.
    pub(super) fn enter_as(&mut self, chat: i64, user: i64, by: i64, status: Status, joined_via: &JoinedVia) {
        if let Some(group) = self.chats.get_mut(&chat) {
            group.join_requests.remove(&user);
        }
        self.set_status(chat, user, by, status, joined_via);
        if self.announces_members(chat) {
            let message = Message::service(by, Service::NewChatMembers(vec![user]));
            self.put_message(Place::Chat(chat), message);
        }
    }

    /// Takes `user` out by the action of `by`, leaving `status`. In channels and large groups nothing is announced.
    pub(super) fn depart(&mut self, chat: i64, user: i64, by: i64, status: Status) {
        let was_member = self.status_in(chat, user).is_member();
        self.set_status(chat, user, by, status, &JoinedVia::default());
        if was_member && self.announces_members(chat) {
            self.put_message(Place::Chat(chat), Message::service(by, Service::LeftChatMember(user)));
        }
    }

    fn announces_members(&self, chat: i64) -> bool {
        self.chats.get(&chat).is_some_and(|chat| chat.kind != ChatKind::Channel && !chat.hides_join_messages)
    }

    /// Lets in somebody who asked; whether there was a request.
    pub(super) fn approve(&mut self, chat: i64, by: i64, user: i64) -> bool {
        let Some(group) = self.chats.get_mut(&chat) else { return false };
        let Some(request) = group.join_requests.remove(&user) else { return false };
        if matches!(self.status_in(chat, user), Status::Kicked { .. }) {
            return false;
        }
        let invite_link = request.invite_link.as_deref().and_then(|url| self.invite_link_json(chat, url));
        if let Some(url) = &request.invite_link {
            self.count_use(chat, url);
        }
        self.enter(chat, user, by, &JoinedVia { invite_link, by_request: true });
        true
    }

    /// `user` takes a request back.
    pub fn withdraw_request(&mut self, chat: i64, user: i64) {
        if let Some(group) = self.chats.get_mut(&chat) {
            group.join_requests.remove(&user);
        }
    }

    pub(super) fn count_use(&mut self, chat: i64, url: &str) {
        let links = self.invite_links_mut(chat);
        links.filter(|link| link.url == url).for_each(|link| link.uses += 1);
    }
}
