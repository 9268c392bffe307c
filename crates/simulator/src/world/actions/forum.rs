//! Topics: made, closed, opened again and removed.

use crate::world::chat::{Chat, ChatKind, GENERAL};
use crate::world::message::{Message, Service};
use crate::world::{permissions::Permissions, place::Place, refused::Refused, rights::Rights, state::World};

impl World {
    /// The creator turns topics on: what stands there already is "General" from now on.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] unless it is a supergroup.
    pub fn make_forum(&mut self, chat: i64) -> Result<(), Refused> {
        if self.existing(chat)?.kind != ChatKind::Supergroup {
            return Err(Refused::WrongKindOfChat);
        }
        self.change_chat(chat, |group| group.is_forum = true);
        Ok(())
    }

    /// `by` makes a topic; answers its number, which is the id of the line that tells of it.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] unless it is a forum; [`Refused::NotEnoughRights`].
    pub fn add_topic(&mut self, chat: i64, by: i64, name: &str) -> Result<i64, Refused> {
        let group = self.forum(chat)?;
        let status = group.status(by, self.now());
        let may_as_member = status.is_member()
            && group.permissions.contains(Permissions::MANAGE_TOPICS)
            && !status.is_administrator()
            && !self.is_muted(chat, by);
        if !may_as_member && !status.rights().contains(Rights::MANAGE_TOPICS) {
            return Err(Refused::NotEnoughRights);
        }
        let topic = group.messages.next_id();
        self.change_chat(chat, |group| {
            group.topics.insert(topic);
        });
        let line = Message::service(by, Service::ForumTopicCreated(name.to_owned()));
        Ok(self.put_message(Place::Chat(chat), Message { thread_id: Some(topic), ..line }))
    }

    /// `by` closes a topic, [`GENERAL`] too: from now on only those who manage topics write there.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] unless there is such a topic; [`Refused::NotEnoughRights`].
    pub fn close_topic(&mut self, chat: i64, by: i64, topic: i64) -> Result<(), Refused> {
        self.check_can_manage(chat, by, topic)?;
        self.change_chat(chat, |group| {
            group.closed_topics.insert(topic);
        });
        self.tell_in_topic(chat, by, topic, Service::ForumTopicClosed);
        Ok(())
    }

    /// `by` opens a topic again.
    ///
    /// # Errors
    ///
    /// As [`World::close_topic`].
    pub fn reopen_topic(&mut self, chat: i64, by: i64, topic: i64) -> Result<(), Refused> {
        self.check_can_manage(chat, by, topic)?;
        self.change_chat(chat, |group| {
            group.closed_topics.remove(&topic);
        });
        self.tell_in_topic(chat, by, topic, Service::ForumTopicReopened);
        Ok(())
    }

    /// `by` deletes a topic with all that was written in it. No update tells of it.
    ///
    /// # Errors
    ///
    /// As [`World::close_topic`]; "General" can't be deleted.
    pub fn delete_topic(&mut self, chat: i64, by: i64, topic: i64) -> Result<(), Refused> {
        self.check_can_manage(chat, by, topic)?;
        if topic == GENERAL {
            return Err(Refused::WrongKindOfChat);
        }
        self.change_chat(chat, |group| {
            group.topics.remove(&topic);
            group.closed_topics.remove(&topic);
            group.messages.delete_topic(topic);
        });
        Ok(())
    }

    /// Whether `user` may write in a topic (`None` is "General"), as far as its being closed goes.
    pub(in crate::world) fn may_write_in_topic(&self, chat: i64, user: i64, topic: Option<i64>) -> bool {
        let is_closed = self.chats.get(&chat).is_some_and(|group| group.is_closed(topic));
        !is_closed || self.has_right(chat, user, Rights::MANAGE_TOPICS)
    }

    fn forum(&self, chat: i64) -> Result<&Chat, Refused> {
        let group = self.existing(chat)?;
        if group.is_forum { Ok(group) } else { Err(Refused::WrongKindOfChat) }
    }

    fn check_can_manage(&self, chat: i64, by: i64, topic: i64) -> Result<(), Refused> {
        if topic != GENERAL && !self.forum(chat)?.topics.contains(&topic) {
            return Err(Refused::WrongKindOfChat);
        }
        self.forum(chat)?;
        if self.has_right(chat, by, Rights::MANAGE_TOPICS) { Ok(()) } else { Err(Refused::NotEnoughRights) }
    }

    fn tell_in_topic(&mut self, chat: i64, by: i64, topic: i64, service: Service) {
        let thread_id = (topic != GENERAL).then_some(topic);
        self.put_message(Place::Chat(chat), Message { thread_id, ..Message::service(by, service) });
    }

    pub(super) fn change_chat(&mut self, chat: i64, change: impl FnOnce(&mut Chat)) {
        if let Some(group) = self.chats.get_mut(&chat) {
            change(group);
        }
    }
}
