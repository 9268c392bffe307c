//! One update, decoded.

use portcullis_domain::{
    event::{Event, Update},
    inbox::RawUpdate,
    plain_message::PlainMessage,
    ports::{Undecodable, UpdateDecoder},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    callback_query::WireCallbackQuery, chat_join_request::WireChatJoinRequest,
    chat_member_updated::WireChatMemberUpdated, message::WireMessage, plain_message::plain_message,
};

/// Decodes updates as the Bot API sends them, of whatever version.
///
/// It reads the few fields that the gate needs and no more: frankenstein's own types refuse an update for a field or a
/// value that they do not know, and with it a message that must be gated. A kind of update that is not asked for is
/// [`Event::Other`].
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonUpdateDecoder;

/// <https://core.telegram.org/bots/api#update>
#[derive(Deserialize)]
struct WireUpdate<'a> {
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow)]
    edited_message: Option<&'a RawValue>,
    #[serde(borrow)]
    callback_query: Option<&'a RawValue>,
    #[serde(borrow)]
    chat_member: Option<&'a RawValue>,
    #[serde(borrow)]
    my_chat_member: Option<&'a RawValue>,
    #[serde(borrow)]
    chat_join_request: Option<&'a RawValue>,
}

impl UpdateDecoder for JsonUpdateDecoder {
    fn decode(&self, raw: &RawUpdate) -> Result<Update, Undecodable> {
        let update: WireUpdate<'_> = read("update", &raw.json)?;
        Ok(Update { id: raw.id, event: event(&update)? }.into_part())
    }

    fn plain_message<'a>(&self, json: &'a str) -> Option<PlainMessage<'a>> {
        plain_message(json)
    }
}

fn event(update: &WireUpdate<'_>) -> Result<Event, Undecodable> {
    if let Some(json) = update.message {
        return read::<WireMessage>("message", json.get())?.into_event(json.get());
    }
    if let Some(json) = update.edited_message {
        return read::<WireMessage>("edited_message", json.get())?.into_edited_event(json.get());
    }
    if let Some(json) = update.callback_query {
        return Ok(Event::CallbackQuery(read::<WireCallbackQuery>("callback_query", json.get())?.into_query()));
    }
    if let Some(json) = update.chat_member {
        return Ok(Event::ChatMember(read::<WireChatMemberUpdated>("chat_member", json.get())?.into_change()?));
    }
    if let Some(json) = update.my_chat_member {
        return Ok(Event::MyChatMember(read::<WireChatMemberUpdated>("my_chat_member", json.get())?.into_change()?));
    }
    if let Some(json) = update.chat_join_request {
        let request = read::<WireChatJoinRequest>("chat_join_request", json.get())?;
        return Ok(Event::ChatJoinRequest(request.into_request()?));
    }
    Ok(Event::Other)
}

/// Reads `json` as the object called `what`.
///
/// serde's own messages quote the value that does not fit, which may be what people wrote; so the position stands alone.
fn read<'a, T: Deserialize<'a>>(what: &str, json: &'a str) -> Result<T, Undecodable> {
    serde_json::from_str(json).map_err(|error| Undecodable {
        reason: format!("{what}: {:?} error at line {}, column {}", error.classify(), error.line(), error.column()),
    })
}
