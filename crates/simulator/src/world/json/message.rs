//! Messages as the Bot API shows them.

use serde_json::{Value, json};

use crate::world::message::{Message, Origin, OriginSender, Service};
use crate::world::{chat::ChatKind, place::Place, state::World};

impl World {
    /// [`Message`](https://core.telegram.org/bots/api#message), or what is left of a deleted one: chat, id, date 0.
    pub(in crate::world) fn message_json(&self, place: Place, id: i64) -> Value {
        let Some(message) = self.messages(place).and_then(|messages| messages.find(id)) else {
            return json!({ "chat": self.place_json(place), "message_id": id, "date": 0 });
        };
        let mut object = self.message_object(place, message);
        // In a topic, what answers nothing in particular counts as an answer to the line that began it.
        let replied = message.reply_to.or(message.thread_id.filter(|topic| *topic != id));
        let replied = replied.and_then(|id| self.messages(place)?.find(id));
        if let Some(replied) = replied {
            object["reply_to_message"] = self.message_object(place, replied);
        }
        object
    }

    fn message_object(&self, place: Place, message: &Message) -> Value {
        let mut object = json!({ "message_id": message.id, "date": message.date, "chat": self.place_json(place) });
        if let Some(from) = message.from {
            object["from"] = self.user_json(from);
        }
        if let Some(sender_chat) = message.sender_chat {
            object["sender_chat"] = self.chat_json(sender_chat);
        }
        if let Some(caller) = message.guest_caller {
            object["guest_bot_caller_user"] = self.user_json(caller);
        }
        if let Some(bot) = message.via_bot {
            object["via_bot"] = self.user_json(bot);
        }
        self.write_origin(message, &mut object);
        write_content(message, &mut object);
        self.write_thread(place, message, &mut object);
        match &message.service {
            Some(service) => self.write_service(service, place, &mut object),
            None => write_frame(message, &mut object),
        }
        object
    }

    /// The topic of a forum; in other supergroups the chain of answers, which comments under a channel's post are too.
    fn write_thread(&self, place: Place, message: &Message, object: &mut Value) {
        if let Some(topic) = message.thread_id {
            object["message_thread_id"] = json!(topic);
            object["is_topic_message"] = json!(true);
        } else if let Some(first) = self.first_of_chain(place, message) {
            object["message_thread_id"] = json!(first);
        }
    }

    /// The message that everything in a chain of answers answers in the end.
    fn first_of_chain(&self, place: Place, message: &Message) -> Option<i64> {
        let Place::Chat(chat) = place else { return None };
        let group = self.chats.get(&chat).filter(|group| group.kind == ChatKind::Supergroup && !group.is_forum)?;
        let mut first = message.reply_to?;
        while let Some(earlier) = group.messages.find_even_deleted(first).and_then(|answered| answered.reply_to) {
            first = earlier;
        }
        Some(first)
    }

    fn write_origin(&self, message: &Message, object: &mut Value) {
        if let Some((channel, post)) = message.copy_of {
            object["is_automatic_forward"] = json!(true);
            let origin = Origin { date: message.date, sender: OriginSender::Channel(channel, post) };
            object["forward_origin"] = self.origin_json(&origin);
        } else if let Some(origin) = &message.forwarded_from {
            object["forward_origin"] = self.origin_json(origin);
        }
    }

    fn origin_json(&self, origin: &Origin) -> Value {
        let date = origin.date;
        match origin.sender {
            OriginSender::User(user) => json!({ "type": "user", "date": date, "sender_user": self.user_json(user) }),
            OriginSender::Chat(chat) => json!({ "type": "chat", "date": date, "sender_chat": self.chat_json(chat) }),
            OriginSender::Channel(channel, post) => json!({
                "type": "channel", "date": date, "chat": self.chat_json(channel), "message_id": post,
            }),
        }
    }

    fn write_service(&self, service: &Service, place: Place, object: &mut Value) {
        match service {
            Service::NewChatMembers(users) => {
                let users: Vec<Value> = users.iter().map(|user| self.user_json(*user)).collect();
                if let Some(first) = users.first() {
                    object["new_chat_member"] = first.clone();
                    object["new_chat_participant"] = first.clone();
                }
                object["new_chat_members"] = Value::Array(users);
            }
            Service::LeftChatMember(user) => {
                object["left_chat_member"] = self.user_json(*user);
                object["left_chat_participant"] = self.user_json(*user);
            }
            Service::Created => {
                let kind = self.place_json(place)["type"].as_str().unwrap_or_default().to_owned();
                object[format!("{kind}_chat_created")] = json!(true);
            }
            Service::ChatShared { request, chat, title, username } => {
                object["chat_shared"] = json!({ "request_id": request, "chat_id": chat });
                for (name, value) in [("title", title), ("username", username)] {
                    if let Some(value) = value {
                        object["chat_shared"][name] = json!(value);
                    }
                }
            }
            Service::NewChatTitle(title) => object["new_chat_title"] = json!(title),
            Service::ForumTopicCreated(name) => {
                object["forum_topic_created"] = json!({ "name": name, "icon_color": 7_322_096 });
            }
            Service::ForumTopicClosed => object["forum_topic_closed"] = json!({}),
            Service::ForumTopicReopened => object["forum_topic_reopened"] = json!({}),
            Service::MigrateToChatId(id) => object["migrate_to_chat_id"] = json!(id),
            Service::MigrateFromChatId(id) => object["migrate_from_chat_id"] = json!(id),
        }
    }
}

fn write_content(message: &Message, object: &mut Value) {
    let (text, entities) = if message.is_photo { ("caption", "caption_entities") } else { ("text", "entities") };
    if message.is_photo {
        object["photo"] = json!([photo_size(message.id)]);
    }
    if !message.text.is_empty() {
        object[text] = json!(message.text);
    }
    if !message.entities.is_empty() {
        object[entities] = json!(message.entities);
    }
}

fn write_frame(message: &Message, object: &mut Value) {
    if let Some(date) = message.edit_date {
        object["edit_date"] = json!(date);
    }
    if let Some(album) = &message.media_group_id {
        object["media_group_id"] = json!(album);
    }
    if let Some(markup) = &message.reply_markup {
        object["reply_markup"] = markup.clone();
    }
}

/// A [`PhotoSize`](https://core.telegram.org/bots/api#photosize) of no photo in particular.
fn photo_size(id: i64) -> Value {
    json!({ "file_id": format!("photo-{id}"), "file_unique_id": format!("unique-{id}"), "width": 800, "height": 450 })
}
