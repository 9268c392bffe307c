//! The messages of one chat in order.

use std::collections::BTreeMap;

use crate::world::message::Message;

/// The messages of one chat, deleted ones too.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    by_id: BTreeMap<i64, Message>,
    last_id: i64,
}

impl Messages {
    /// Adds `message` under the next id, which it answers.
    pub(super) fn add(&mut self, mut message: Message) -> i64 {
        self.last_id += 1;
        message.id = self.last_id;
        self.by_id.insert(self.last_id, message);
        self.last_id
    }

    /// The id of the next message.
    pub(super) fn next_id(&self) -> i64 {
        self.last_id + 1
    }

    /// A message that is still there.
    #[must_use]
    pub fn find(&self, id: i64) -> Option<&Message> {
        self.by_id.get(&id).filter(|message| !message.is_deleted)
    }

    /// A message, deleted or not.
    #[must_use]
    pub fn find_even_deleted(&self, id: i64) -> Option<&Message> {
        self.by_id.get(&id)
    }

    pub(super) fn find_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.by_id.get_mut(&id).filter(|message| !message.is_deleted)
    }

    /// Whether there was such a message to delete.
    pub(super) fn delete(&mut self, id: i64) -> bool {
        self.find_mut(id).map(|message| message.is_deleted = true).is_some()
    }

    /// Deletes all that `user` wrote.
    pub(super) fn delete_all_of(&mut self, user: i64) {
        for message in self.by_id.values_mut() {
            if message.from == Some(user) && message.service.is_none() {
                message.is_deleted = true;
            }
        }
    }

    /// Deletes a topic's messages.
    pub(super) fn delete_topic(&mut self, topic: i64) {
        for message in self.by_id.values_mut().filter(|message| message.thread_id == Some(topic)) {
            message.is_deleted = true;
        }
    }

    /// Every message ever, deleted ones too, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Message> {
        self.by_id.values()
    }

    /// The messages that are still there, oldest first.
    pub fn visible(&self) -> impl Iterator<Item = &Message> {
        self.by_id.values().filter(|message| !message.is_deleted)
    }
}
