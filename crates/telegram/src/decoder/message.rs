//! A message. <https://core.telegram.org/bots/api#message>

use portcullis_domain::{
    GroupId, MessageId, ThreadId, Timestamp,
    event::{Chat, ChatKind, Event, GroupMessage, Migration, NewChatMembers, PrivateMessage},
    ports::Undecodable,
    sender::{Person, Sender},
};
use serde::{Deserialize, de::IgnoredAny};

use super::{sender::WireSender, service_fields::is_service_message};
use crate::wire::{WireChat, WireUser};

#[derive(Deserialize)]
pub(super) struct WireMessage {
    message_id: i32,
    message_thread_id: Option<i32>,
    #[serde(default)]
    is_topic_message: bool,
    #[serde(flatten)]
    sender: WireSender,
    date: i64,
    edit_date: Option<i64>,
    chat: WireChat,
    text: Option<String>,
    reply_to_message: Option<WireReply>,
    new_chat_members: Option<Vec<WireUser>>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
}

#[derive(Deserialize)]
struct WireReply {
    #[serde(flatten)]
    sender: WireSender,
    /// In a topic, a message that answers nothing «answers» the topic's creation.
    forum_topic_created: Option<IgnoredAny>,
}

impl WireMessage {
    /// The event of a new message; `json` is the same message.
    pub(super) fn into_event(mut self, json: &str) -> Result<Event, Undecodable> {
        if let Some(event) = self.migration() {
            return Ok(event);
        }
        if let Some(people) = self.new_chat_members.take() {
            return self.joined(people);
        }
        if is_service_message(json) {
            return Ok(Event::Other);
        }
        self.written(false)
    }

    /// The event of a new version of a message; `json` is the same message.
    pub(super) fn into_edited_event(self, json: &str) -> Result<Event, Undecodable> {
        if is_service_message(json) { Ok(Event::Other) } else { self.written(true) }
    }

    /// Both the old group and the new one have a message about it.
    fn migration(&self) -> Option<Event> {
        let here = GroupId(self.chat.id);
        let migration = match (self.migrate_to_chat_id, self.migrate_from_chat_id) {
            (Some(to), _) => Migration { from: here, to: GroupId(to) },
            (None, Some(from)) => Migration { from: GroupId(from), to: here },
            (None, None) => return None,
        };
        Some(Event::Migrated(migration))
    }

    fn joined(self, people: Vec<WireUser>) -> Result<Event, Undecodable> {
        let people: Vec<Person> = people.into_iter().filter(|user| !user.is_bot).map(WireUser::into_person).collect();
        if people.is_empty() {
            return Ok(Event::Other);
        }
        let chat = self.chat.into_chat()?;
        Ok(Event::NewChatMembers(NewChatMembers { chat, people, date: Timestamp::from_secs(self.date) }))
    }

    fn written(self, edited: bool) -> Result<Event, Undecodable> {
        if self.chat.is_direct_messages {
            return Ok(Event::Other);
        }
        let (id, text) = (MessageId(self.message_id), self.text);
        let chat = self.chat.into_chat()?;
        let Some(sender) = self.sender.into_sender(chat.id) else { return Ok(Event::Other) };
        Ok(match (chat.kind, sender) {
            (ChatKind::Private, Sender::Person(from)) if !edited => {
                Event::PrivateMessage(PrivateMessage { from, id, text })
            }
            (ChatKind::Private | ChatKind::Channel, _) => Event::Other,
            (ChatKind::BasicGroup | ChatKind::Supergroup, sender) => Event::GroupMessage(GroupMessage {
                // Outside a forum the same field numbers chains of answers.
                thread: self.message_thread_id.filter(|_| self.is_topic_message).map(ThreadId),
                reply_to: self.reply_to_message.and_then(|reply| reply.into_person(&chat)),
                date: Timestamp::from_secs(self.edit_date.filter(|_| edited).unwrap_or(self.date)),
                chat,
                id,
                sender,
                edited,
                text,
            }),
        })
    }
}

impl WireReply {
    fn into_person(self, chat: &Chat) -> Option<Person> {
        if self.forum_topic_created.is_some() {
            return None;
        }
        match self.sender.into_sender(chat.id)? {
            Sender::Person(person) => Some(person),
            _ => None,
        }
    }
}
