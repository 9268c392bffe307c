//! Messages as the Bot API shows them.

use serde_json::{Map, Value, json};

use crate::world::message::{Message, Service};
use crate::world::place::Place;
use crate::world::state::World;

impl World {
    /// [`Message`](https://core.telegram.org/bots/api#message), or what is left of a deleted one: chat, id, date 0.
    pub(in crate::world) fn message_json(&self, place: Place, id: i64) -> Value {
        let Some(message) = self.messages(place).and_then(|messages| messages.find(id)) else {
            return json!({ "chat": self.place_json(place), "message_id": id, "date": 0 });
        };
        let mut object = self.message_object(place, message);
        let replied = message.reply_to.and_then(|id| self.messages(place)?.find(id));
        if let Some(replied) = replied {
            object.insert("reply_to_message".to_owned(), Value::Object(self.message_object(place, replied)));
        }
        Value::Object(object)
    }

    fn message_object(&self, place: Place, message: &Message) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("message_id".to_owned(), json!(message.id));
        object.insert("date".to_owned(), json!(message.date));
        object.insert("chat".to_owned(), self.place_json(place));
        if let Some(from) = message.from {
            object.insert("from".to_owned(), self.user_json(from));
        }
        if let Some(sender_chat) = message.sender_chat {
            object.insert("sender_chat".to_owned(), self.chat_json(sender_chat));
        }
        if let Some(caller) = message.guest_caller {
            object.insert("guest_bot_caller_user".to_owned(), self.user_json(caller));
        }
        self.write_origin(message, &mut object);
        write_content(message, &mut object);
        match &message.service {
            Some(service) => self.write_service(service, place, &mut object),
            None => write_frame(message, &mut object),
        }
        object
    }

    fn write_origin(&self, message: &Message, object: &mut Map<String, Value>) {
        let Some((channel, post)) = message.copy_of else { return };
        object.insert("is_automatic_forward".to_owned(), json!(true));
        object.insert(
            "forward_origin".to_owned(),
            json!({ "type": "channel", "date": message.date, "chat": self.chat_json(channel), "message_id": post }),
        );
    }

    fn write_service(&self, service: &Service, place: Place, object: &mut Map<String, Value>) {
        match service {
            Service::NewChatMembers(users) => {
                let users: Vec<Value> = users.iter().map(|user| self.user_json(*user)).collect();
                if let Some(first) = users.first() {
                    object.insert("new_chat_member".to_owned(), first.clone());
                    object.insert("new_chat_participant".to_owned(), first.clone());
                }
                object.insert("new_chat_members".to_owned(), Value::Array(users));
            }
            Service::LeftChatMember(user) => {
                object.insert("left_chat_member".to_owned(), self.user_json(*user));
                object.insert("left_chat_participant".to_owned(), self.user_json(*user));
            }
            Service::Created => {
                let kind = self.place_json(place)["type"].as_str().unwrap_or_default().to_owned();
                let field =
                    if kind == "channel" { "channel_chat_created".to_owned() } else { format!("{kind}_chat_created") };
                object.insert(field, json!(true));
            }
            Service::MigrateToChatId(id) => {
                object.insert("migrate_to_chat_id".to_owned(), json!(id));
            }
            Service::MigrateFromChatId(id) => {
                object.insert("migrate_from_chat_id".to_owned(), json!(id));
            }
        }
    }
}

fn write_content(message: &Message, object: &mut Map<String, Value>) {
    let (text, entities) = if message.is_photo { ("caption", "caption_entities") } else { ("text", "entities") };
    if message.is_photo {
        object.insert("photo".to_owned(), json!([photo_size(message.id)]));
    }
    if !message.text.is_empty() {
        object.insert(text.to_owned(), json!(message.text));
    }
    if !message.entities.is_empty() {
        object.insert(entities.to_owned(), json!(message.entities));
    }
}

fn write_frame(message: &Message, object: &mut Map<String, Value>) {
    if let Some(date) = message.edit_date {
        object.insert("edit_date".to_owned(), json!(date));
    }
    if let Some(thread) = message.thread_id {
        object.insert("message_thread_id".to_owned(), json!(thread));
        object.insert("is_topic_message".to_owned(), json!(true));
    }
    if let Some(album) = &message.media_group_id {
        object.insert("media_group_id".to_owned(), json!(album));
    }
    if let Some(markup) = &message.reply_markup {
        object.insert("reply_markup".to_owned(), markup.clone());
    }
}

/// A [`PhotoSize`](https://core.telegram.org/bots/api#photosize) of no photo in particular.
fn photo_size(id: i64) -> Value {
    json!({ "file_id": format!("photo-{id}"), "file_unique_id": format!("unique-{id}"), "width": 800, "height": 450 })
}
