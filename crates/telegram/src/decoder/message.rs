//! A message. <https://core.telegram.org/bots/api#message>

use portcullis_domain::{
    ChannelId, GroupId, MessageId, SetupId, ThreadId, Timestamp,
    event::{Chat, ChatKind, ChatShared, Event, GroupMessage, JoinLine, Migration, NewChatMembers, PrivateMessage},
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
    forward_origin: Option<IgnoredAny>,
    via_bot: Option<IgnoredAny>,
    new_chat_members: Option<Vec<WireUser>>,
    chat_shared: Option<WireChatShared>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
}

/// <https://core.telegram.org/bots/api#chatshared>
#[derive(Deserialize)]
struct WireChatShared {
    request_id: i32,
    chat_id: i64,
    title: Option<String>,
}

#[derive(Deserialize)]
struct WireReply {
    #[serde(flatten)]
    sender: WireSender,
    /// In a topic, a message that answers nothing «answers» the topic's creation.
    forum_topic_created: Option<IgnoredAny>,
    new_chat_members: Option<Vec<WireUser>>,
    left_chat_member: Option<WireUser>,
    #[serde(default)]
    entities: Vec<WireEntity>,
}

/// <https://core.telegram.org/bots/api#messageentity>
#[derive(Deserialize)]
struct WireEntity {
    url: Option<String>,
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
        if let Some(shared) = self.chat_shared.take() {
            return self.chosen(shared);
        }
        if is_service_message(json) {
            return Ok(Event::Other);
        }
        self.written(false)
    }

    /// The event of a new version of a message; `json` is the same message.
    pub(super) fn into_edited_event(self, json: &str) -> Result<Event, Undecodable> {
        // Nobody edited a message that bears no date of it: somebody reacted to it, say.
        if self.edit_date.is_none() || is_service_message(json) { Ok(Event::Other) } else { self.written(true) }
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

    fn joined(self, users: Vec<WireUser>) -> Result<Event, Undecodable> {
        // Bots are never gated, so a line that names one names somebody who passes.
        let names_a_bot = users.iter().any(|user| user.is_bot);
        let people: Vec<Person> = users.into_iter().filter(|user| !user.is_bot).map(WireUser::into_person).collect();
        if people.is_empty() {
            return Ok(Event::Other);
        }
        let line = JoinLine { id: MessageId(self.message_id), people: people.iter().map(|person| person.id).collect() };
        let (chat, date) = (self.chat.into_chat()?, Timestamp::from_secs(self.date));
        let line = (!names_a_bot).then_some(line);
        Ok(Event::NewChatMembers(NewChatMembers { chat, people, date, line }))
    }

    fn chosen(self, shared: WireChatShared) -> Result<Event, Undecodable> {
        let chat = self.chat.into_chat()?;
        Ok(match (chat.kind, self.sender.into_sender(chat.id)) {
            (ChatKind::Private, Some(Sender::Person(from))) => Event::ChatShared(ChatShared {
                from,
                setup: SetupId(shared.request_id),
                channel: ChannelId(shared.chat_id),
                title: shared.title,
            }),
            _ => Event::Other,
        })
    }

    fn written(self, edited: bool) -> Result<Event, Undecodable> {
        if self.chat.is_direct_messages {
            return Ok(Event::Other);
        }
        let id = MessageId(self.message_id);
        let is_typed = self.forward_origin.is_none() && self.via_bot.is_none() && !self.sender.is_guest_bot();
        let text = self.text.filter(|_| is_typed);
        let chat = self.chat.into_chat()?;
        let Some(sender) = self.sender.into_sender(chat.id) else { return Ok(Event::Other) };
        Ok(match (chat.kind, sender) {
            (ChatKind::Private, Sender::Person(from)) if !edited => {
                let answers = self.reply_to_message.and_then(|reply| reply.into_payload(&chat));
                Event::PrivateMessage(PrivateMessage { from, id, text, answers })
            }
            (ChatKind::Private | ChatKind::Channel, _) => Event::Other,
            (ChatKind::BasicGroup | ChatKind::Supergroup, sender) => Event::GroupMessage(GroupMessage {
                // Outside a forum the same field numbers chains of answers.
                thread: self.message_thread_id.filter(|_| self.is_topic_message).map(ThreadId),
                root: self.message_thread_id.filter(|_| !self.is_topic_message).map(MessageId),
                reply_to: self.reply_to_message.map_or_else(Vec::new, |reply| reply.into_people(&chat)),
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
    /// The payload of the first deep link in a message of the bot's own. In a private chat of a bot no other bot writes.
    fn into_payload(self, chat: &Chat) -> Option<String> {
        let author = self.sender.into_sender(chat.id)?;
        let urls = self.entities.iter().filter_map(|entity| entity.url.as_deref());
        let mut payloads = urls.filter_map(|url| url.split_once("?start=").map(|(_, payload)| payload.to_owned()));
        matches!(author, Sender::Bot(_)).then(|| payloads.next()).flatten()
    }

    /// Of «Ben added Carl», Carl: what a service message is about is not its author.
    fn into_people(self, chat: &Chat) -> Vec<Person> {
        if self.forum_topic_created.is_some() {
            return Vec::new();
        }
        if let Some(people) = self.new_chat_members.or(self.left_chat_member.map(|user| vec![user])) {
            return people.into_iter().filter(|user| !user.is_bot).map(WireUser::into_person).collect();
        }
        match self.sender.into_sender(chat.id) {
            Some(Sender::Person(person)) => vec![person],
            _ => Vec::new(),
        }
    }
}
