//! Reading a plain message, which nearly every update is: in one pass, copying nothing.

use std::{borrow::Cow, fmt};

use portcullis_domain::{GroupId, ThreadId, Timestamp, UserId, plain_message::PlainMessage};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{sender::TELEGRAM, service_fields::is_service_field};

/// The plain message that an update is; `None` for anything else. What it leaves out is read in full by
/// [`JsonUpdateDecoder`](super::JsonUpdateDecoder), so in doubt it is not plain.
pub(super) fn plain_message(json: &str) -> Option<PlainMessage<'_>> {
    let update: PlainUpdate<'_> = serde_json::from_str(json).ok()?;
    update.message.0
}

/// <https://core.telegram.org/bots/api#update>
#[derive(Deserialize)]
struct PlainUpdate<'a> {
    #[serde(rename = "update_id")]
    _id: i64,
    #[serde(borrow)]
    message: IfPlain<'a>,
}

struct IfPlain<'a>(Option<PlainMessage<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for IfPlain<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MessageVisitor).map(Self)
    }
}

#[derive(Deserialize)]
struct PlainChat<'a> {
    id: i64,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow, default)]
    title: Cow<'a, str>,
    #[serde(default)]
    is_direct_messages: bool,
}

impl PlainChat<'_> {
    fn is_group(&self) -> bool {
        matches!(self.kind, "group" | "supergroup") && !self.is_direct_messages
    }
}

#[derive(Deserialize)]
struct PlainUser {
    id: i64,
    #[serde(default)]
    is_bot: bool,
}

impl PlainUser {
    fn is_person(&self) -> bool {
        !self.is_bot && self.id != TELEGRAM.0
    }
}

struct MessageVisitor;

impl<'de> Visitor<'de> for MessageVisitor {
    type Value = Option<PlainMessage<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message")
    }

    /// <https://core.telegram.org/bots/api#message>
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let (mut id, mut date, mut thread): (Option<i32>, Option<i64>, Option<i32>) = (None, None, None);
        let (mut chat, mut from): (Option<PlainChat<'de>>, Option<PlainUser>) = (None, None);
        let (mut is_in_topic, mut is_plain) = (false, true);
        while let Some(name) = fields.next_key::<&'de str>()? {
            match name {
                "message_id" => id = Some(fields.next_value()?),
                "message_thread_id" => thread = Some(fields.next_value()?),
                "is_topic_message" => is_in_topic = fields.next_value()?,
                "from" => from = Some(fields.next_value()?),
                "chat" => chat = Some(fields.next_value()?),
                "date" => date = Some(fields.next_value()?),
                "text" => is_plain &= !may_be_command(fields.next_value::<&RawValue>()?.get()),
                // Somebody else speaks than `from`.
                "sender_chat" | "guest_bot_caller_user" | "guest_bot_caller_chat" => {
                    is_plain = false;
                    fields.next_value::<IgnoredAny>()?;
                }
                other => {
                    is_plain &= !is_service_field(other);
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        let (Some(_), Some(date), Some(chat), Some(from)) = (id, date, chat, from) else { return Ok(None) };
        if !is_plain || !chat.is_group() || !from.is_person() {
            return Ok(None);
        }
        Ok(Some(PlainMessage {
            group: GroupId(chat.id),
            title: chat.title,
            thread: thread.filter(|_| is_in_topic).map(ThreadId),
            user: UserId(from.id),
            date: Timestamp::from_secs(date),
        }))
    }
}

/// Whether a text may be a command: it begins with a slash, or with white space, after which there may be one. It is given
/// as it stands in the JSON, so that it need not be unescaped.
fn may_be_command(json: &str) -> bool {
    let begins_command = |letter: char| letter == '/' || letter.is_whitespace();
    let Some(text) = json.strip_prefix('"') else { return true };
    match text.strip_prefix("\\u") {
        // Half a surrogate pair is no character by itself; what such a pair stands for is neither a slash nor white space.
        Some(escaped) => {
            let code = escaped.get(..4).and_then(|code| u32::from_str_radix(code, 16).ok());
            code.is_none_or(|code| char::from_u32(code).is_some_and(begins_command))
        }
        // Any other escape stands for a slash, white space or a quotation mark.
        None => text.starts_with(|letter| letter == '\\' || begins_command(letter)),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{UpdateId, event::Event, inbox::RawUpdate, ports::UpdateDecoder, sender::Sender};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::JsonUpdateDecoder;

    /// A message of Mia's in a supergroup, with `fields` put over it, as an update.
    fn update(fields: &Value) -> String {
        let mut message = json!({
            "message_id": 5,
            "from": {"id": 1, "is_bot": false, "first_name": "Mia", "language_code": "de"},
            "chat": {"id": -100, "type": "supergroup", "title": "Tea \"lovers\"", "username": "tea"},
            "date": 60,
            "text": "hello",
        });
        for (name, value) in fields.as_object().unwrap() {
            message[name] = value.clone();
        }
        json!({"update_id": 7, "message": message}).to_string()
    }

    fn is_plain(fields: &Value) -> bool {
        plain_message(&update(fields)).is_some()
    }

    #[test]
    fn whatever_people_write_is_plain() {
        let somebody = json!({"id": 3, "is_bot": true, "first_name": "B"});
        for fields in [
            json!({}),
            json!({"text": "Привет"}),
            json!({"text": "😀 and a / in it"}),
            json!({"photo": [{"file_id": "x", "width": 1}], "caption": "/not a command"}),
            json!({"reply_to_message": {"message_id": 4, "chat": {}, "text": "/start", "left_chat_member": {}}}),
            json!({"forward_origin": {"type": "hidden_user"}, "via_bot": somebody, "hologram": {"gift": 1}}),
            json!({"chat": {"id": -5, "type": "group"}}),
        ] {
            assert!(is_plain(&fields), "{fields}");
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let read = |fields| plain_message(&update(&fields)).map(|message| (message.thread, message.title.into_owned()));
        let title = || "Tea \"lovers\"".to_owned();
        assert_eq!(read(json!({})), Some((None, title())));
        assert_eq!(read(json!({"message_thread_id": 3})), Some((None, title())));
        assert_eq!(read(json!({"message_thread_id": 3, "is_topic_message": true})), Some((Some(ThreadId(3)), title())));
    }

    #[test]
    fn what_has_consequences_is_not() {
        let bot = json!({"id": 9, "is_bot": true, "first_name": "B"});
        for fields in [
            json!({"text": "/status"}),
            json!({"text": " \n/status"}),
            json!({"text": "\u{2003}/status"}),
            json!({"text": 7}),
            json!({"from": bot}),
            json!({"from": {"id": 777_000, "is_bot": false}}),
            json!({"from": null}),
            json!({"sender_chat": {"id": -200, "type": "channel"}}),
            json!({"guest_bot_caller_user": {"id": 1, "is_bot": false}}),
            json!({"pinned_message": {}}),
            json!({"new_chat_members": []}),
            json!({"migrate_to_chat_id": -7}),
            json!({"chat": {"id": 1, "type": "private"}}),
            json!({"chat": {"id": -1, "type": "channel"}}),
            json!({"chat": {"id": -7, "type": "supergroup", "is_direct_messages": true}}),
            json!({"chat": {"id": -7, "type": "hologram"}}),
        ] {
            assert!(!is_plain(&fields), "{fields}");
        }
        for json in
            ["", "[]", "{}", r#"{"update_id":7}"#, &update(&json!({})).replace("message\":", "edited_message\":")]
        {
            assert_eq!(plain_message(json), None, "{json}");
        }
    }

    #[test]
    fn a_slash_may_be_escaped() {
        for slash in ["/", "\\/", "\\u002f", "\\t/", "\\u0020/", "\\u2003/"] {
            assert_eq!(plain_message(&update(&json!({})).replace("hello", slash)), None, "{slash}");
        }
        for letter in ["\\u041f", "\\ud83d\\ude00"] {
            assert!(plain_message(&update(&json!({})).replace("hello", letter)).is_some(), "{letter}");
        }
    }

    fn fields() -> impl Strategy<Value = Value> {
        let names = [
            "text",
            "from",
            "chat",
            "date",
            "sender_chat",
            "message_thread_id",
            "is_topic_message",
            "pinned_message",
            "edit_date",
            "via_bot",
            "new_chat_members",
            "guest_bot_caller_user",
            "photo",
            "migrate_from_chat_id",
        ];
        let values = prop_oneof![
            Just(json!(null)),
            any::<i32>().prop_map(|number| json!(number)),
            any::<bool>().prop_map(|is| json!(is)),
            ".{0,4}".prop_map(|text| json!(text)),
            "[ \\n\u{2003}]{0,2}/[a-z]{0,3}".prop_map(|text| json!(text)),
            (any::<i64>(), any::<bool>()).prop_map(|(id, is_bot)| json!({"id": id, "is_bot": is_bot})),
            (any::<i64>(), "(private|group|supergroup|channel)", ".{0,3}")
                .prop_map(|(id, kind, title)| json!({"id": id, "type": kind, "title": title})),
        ];
        prop::collection::hash_map(prop::sample::select(names.to_vec()), values, 0..4)
            .prop_map(|fields| fields.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_plain_message_is_what_the_decoder_reads_and_holds_no_command(fields in fields()) {
            let json = update(&fields);
            let raw = RawUpdate { id: UpdateId(7), json: json.clone() };
            if let (Some(plain), Ok(update)) = (plain_message(&json), JsonUpdateDecoder.decode(&raw)) {
                let Event::GroupMessage(message) = update.event else { panic!("{:?}", update.event) };
                prop_assert_eq!(message.command("PortcullisBot"), None);
                prop_assert!(!message.edited);
                let Sender::Person(person) = message.sender else { panic!("{:?}", message.sender) };
                let read = PlainMessage {
                    group: message.chat.id.into(),
                    title: message.chat.title.into(),
                    thread: message.thread,
                    user: person.id,
                    date: message.date,
                };
                prop_assert_eq!(plain, read);
            }
        }

        #[test]
        fn no_text_at_all_panics(json in ".*", text in ".*") {
            let _ = plain_message(&json);
            let _ = may_be_command(&text);
        }
    }
}
