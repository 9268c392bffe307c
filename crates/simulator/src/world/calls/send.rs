//! Methods that send messages.

use serde_json::Value;

use crate::world::{
    calls::answer::Answer, chat::ChatKind, entities, keyboard, keyboard::ReplyKeyboard, message::Message,
    permissions::Permissions, photo, place::Place, rights::Rights, state::World,
};
use crate::{api_error::ApiError, html, html::Formatted, parameters::Parameters};

impl World {
    /// [`sendMessage`](https://core.telegram.org/bots/api#sendmessage)
    pub(super) fn send_message(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let formatted = formatted(parameters, "text", "entities")?;
        check_text(&formatted.text)?;
        self.send(bot, parameters, Message { entities: formatted.entities, ..Message::text(bot, &formatted.text) })
    }

    /// [`sendPhoto`](https://core.telegram.org/bots/api#sendphoto): an uploaded picture is kept, any other is taken as it is
    /// named.
    pub(super) fn send_photo(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        if parameters.value("photo").is_none_or(|photo| photo.as_str() == Some("")) {
            return Err(ApiError::bad_request("there is no photo in the request"));
        }
        let caption = formatted(parameters, "caption", "caption_entities")?;
        if caption.text.chars().count() > 1024 {
            return Err(ApiError::bad_request("message caption is too long"));
        }
        let photo = parameters.file("photo");
        if let Some(photo) = &photo {
            photo::check(photo)?;
        }
        let entities = caption.entities;
        self.send(bot, parameters, Message { is_photo: true, photo, entities, ..Message::text(bot, &caption.text) })
    }

    fn send(&mut self, bot: i64, parameters: &Parameters, message: Message) -> Answer {
        let reply_markup = keyboard::checked(parameters.value("reply_markup"))?;
        let place = self.place(bot, parameters)?;
        if message.is_photo {
            self.check_can_send_photos(bot, place)?;
        } else {
            self.check_can_write(bot, place)?;
        }
        let is_private = matches!(place, Place::Private { .. });
        let replaced = keyboard::replaced(parameters.value("reply_markup"), is_private)?;
        let reply_to = self.replied(place, parameters)?;
        let thread_id = self.thread(place, parameters)?.or_else(|| self.thread_of(place, reply_to?));
        self.check_topic(bot, place, thread_id)?;
        let entities = self.with_known_people(message.entities);
        let mut message = Message { entities, reply_markup, thread_id, reply_to, ..message };
        if let Place::Chat(chat) = place
            && self.kind(chat) == ChatKind::Channel
        {
            message = Message { sender_chat: Some(chat), ..message };
        }
        let id = self.put_message(place, message);
        if let Place::Private { user, .. } = place {
            match replaced {
                ReplyKeyboard::Stays => {}
                ReplyKeyboard::Goes => self.private_chat(bot, user).keyboard = None,
                ReplyKeyboard::Is(keyboard) => self.private_chat(bot, user).keyboard = Some(keyboard),
            }
        }
        Ok(self.message_json(place, id))
    }

    /// Mentions name whom they mention; of somebody whom nobody knows only the text stays.
    pub(super) fn with_known_people(&self, entities: Vec<Value>) -> Vec<Value> {
        let named = entities.into_iter().filter_map(|mut entity| {
            if entity["type"] == "text_mention" {
                entity["user"] = self.users.get(&entity["user"]["id"].as_i64()?)?.to_json();
            }
            Some(entity)
        });
        named.collect()
    }

    /// The topic to write in. Outside forums the parameter means nothing, and "General" has no number to be named by.
    fn thread(&self, place: Place, parameters: &Parameters) -> Result<Option<i64>, ApiError> {
        let Some(thread) = parameters.i64("message_thread_id").filter(|thread| *thread != 0) else { return Ok(None) };
        let Place::Chat(chat) = place else { return Ok(None) };
        match self.chats.get(&chat) {
            Some(chat) if chat.is_forum && !chat.topics.contains(&thread) => {
                Err(ApiError::bad_request("message thread not found"))
            }
            Some(chat) if chat.is_forum => Ok(Some(thread)),
            _ => Ok(None),
        }
    }

    /// The topic in which a message stands: an answer goes there too.
    fn thread_of(&self, place: Place, message: i64) -> Option<i64> {
        self.messages(place)?.find(message)?.thread_id
    }

    fn check_topic(&self, bot: i64, place: Place, topic: Option<i64>) -> Result<(), ApiError> {
        match place {
            Place::Chat(chat) if !self.may_write_in_topic(chat, bot, topic) => {
                Err(ApiError::bad_request("TOPIC_CLOSED"))
            }
            _ => Ok(()),
        }
    }

    fn replied(&self, place: Place, parameters: &Parameters) -> Result<Option<i64>, ApiError> {
        let Some(reply) = parameters.value("reply_parameters") else { return Ok(None) };
        let id = reply["message_id"].as_i64().unwrap_or_default();
        if self.messages(place).and_then(|messages| messages.find(id)).is_some() {
            return Ok(Some(id));
        }
        if reply["allow_sending_without_reply"] == Value::Bool(true) {
            return Ok(None);
        }
        Err(ApiError::bad_request("message to be replied not found"))
    }

    /// Whether `bot` may send anything there.
    pub(super) fn check_can_write(&self, bot: i64, place: Place) -> Result<(), ApiError> {
        match place {
            Place::Private { user, .. } => self.check_can_write_privately(bot, user),
            Place::Chat(chat) => self.check_can_write_in(bot, chat),
        }
    }

    /// Whether `bot` may send pictures there, which a group can forbid beside words, and allow without them.
    fn check_can_send_photos(&self, bot: i64, place: Place) -> Result<(), ApiError> {
        let Place::Chat(chat) = place else { return self.check_can_write(bot, place) };
        self.check_may_post(bot, chat)?;
        if self.may_send(chat, bot, Permissions::SEND_PHOTOS) {
            return Ok(());
        }
        Err(ApiError::bad_request("not enough rights to send photos to the chat"))
    }

    fn check_can_write_privately(&self, bot: i64, user: i64) -> Result<(), ApiError> {
        if self.users.get(&user).is_some_and(|user| user.is_deleted) {
            return Err(ApiError::forbidden("user is deactivated"));
        }
        if self.users.get(&user).is_some_and(|user| user.is_bot) {
            return Err(ApiError::forbidden("bot can't send messages to bots"));
        }
        let chat = self.private_chats.get(&(bot, user));
        if chat.is_some_and(|chat| chat.is_blocked) {
            return Err(ApiError::forbidden("bot was blocked by the user"));
        }
        let is_asking = self.chats.values().any(|chat| chat.join_requests.contains_key(&user));
        let is_open = |open_until: i64| is_asking && open_until > self.now();
        if chat.is_some_and(|chat| chat.is_started || is_open(chat.open_until)) {
            return Ok(());
        }
        Err(ApiError::forbidden("bot can't initiate conversation with a user"))
    }

    fn check_may_post(&self, bot: i64, chat: i64) -> Result<(), ApiError> {
        self.check_is_member(chat, bot)?;
        if self.kind(chat) == ChatKind::Channel {
            self.check_right(chat, bot, Rights::POST_MESSAGES, "need administrator rights in the channel chat")?;
        }
        Ok(())
    }

    fn check_can_write_in(&self, bot: i64, chat: i64) -> Result<(), ApiError> {
        self.check_may_post(bot, chat)?;
        if self.is_muted(chat, bot) {
            return Err(ApiError::bad_request("not enough rights to send text messages to the chat"));
        }
        Ok(())
    }
}

/// The text that a method was given, formatted as it asks for.
pub(super) fn formatted(parameters: &Parameters, text: &str, entities: &str) -> Result<Formatted, ApiError> {
    let raw = parameters.str(text).unwrap_or_default();
    let formatted = match parameters.str("parse_mode").unwrap_or_default().to_ascii_lowercase().as_str() {
        "" => {
            let given = parameters.value(entities).and_then(Value::as_array).cloned();
            Formatted { text: raw.to_owned(), entities: given.unwrap_or_default() }
        }
        "html" => html::parse(raw).map_err(|why| ApiError::bad_request(&format!("can't parse entities: {why}")))?,
        // The Markdown kinds are taken as they stand: nothing here writes them.
        "markdown" | "markdownv2" => Formatted { text: raw.to_owned(), entities: Vec::new() },
        _ => return Err(ApiError::bad_request("unsupported parse_mode")),
    };
    Ok(trimmed(formatted))
}

/// Without white space around it; commands, mentions and links that the server finds by itself are added.
fn trimmed(formatted: Formatted) -> Formatted {
    let start = formatted.text.len() - formatted.text.trim_start().len();
    let text = formatted.text.trim().to_owned();
    let (cut, length) = (entities::utf16_len(&formatted.text[..start]), entities::utf16_len(&text));
    let mut kept: Vec<Value> = formatted.entities.into_iter().filter_map(|entity| moved(entity, cut, length)).collect();
    let free = entities::detect(&text).into_iter().filter(|found| !kept.iter().any(|entity| overlap(entity, found)));
    let free: Vec<Value> = free.collect();
    kept.extend(free);
    kept.sort_by_key(|entity| entity["offset"].as_u64());
    Formatted { text, entities: kept }
}

fn span(entity: &Value) -> (usize, usize) {
    let number = |name: &str| entity[name].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
    (number("offset"), number("offset") + number("length"))
}

fn overlap(one: &Value, other: &Value) -> bool {
    let (one, other) = (span(one), span(other));
    one.0 < other.1 && other.0 < one.1
}

/// The entity after `cut` units went from the front, inside a text of `length` units; `None` if nothing is left.
fn moved(mut entity: Value, cut: usize, length: usize) -> Option<Value> {
    let (start, end) = span(&entity);
    let (start, end) = (start.saturating_sub(cut), end.saturating_sub(cut).min(length));
    if start >= end {
        return None;
    }
    entity["offset"] = start.into();
    entity["length"] = (end - start).into();
    Some(entity)
}

/// A message has 1 to 4096 characters, counted without the formatting.
pub(super) fn check_text(text: &str) -> Result<(), ApiError> {
    match text.chars().count() {
        0 => Err(ApiError::bad_request("message text is empty")),
        1..=4096 => Ok(()),
        _ => Err(ApiError::bad_request("message is too long")),
    }
}
