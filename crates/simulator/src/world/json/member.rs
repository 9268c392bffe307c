//! Members as the Bot API shows them.

use serde_json::{Map, Value, json};

use crate::world::chat::ChatKind;
use crate::world::state::World;
use crate::world::status::Status;
use crate::world::version::BotApiVersion;

impl World {
    /// [`ChatMember`](https://core.telegram.org/bots/api#chatmember): `user` being `status` in `chat`.
    pub(in crate::world) fn member_json(&self, chat: i64, user: i64, status: Status) -> Value {
        let mut object = Map::new();
        object.insert("status".to_owned(), json!(status.name()));
        object.insert("user".to_owned(), self.user_json(user));
        match status {
            Status::Creator => {
                object.insert("is_anonymous".to_owned(), json!(false));
            }
            Status::Administrator { rights, .. } => {
                let in_channel = self.chats.get(&chat).is_some_and(|chat| chat.kind == ChatKind::Channel);
                // Depends on who asks: whoever answers a call sets it.
                object.insert("can_be_edited".to_owned(), json!(false));
                rights.write_for(in_channel, &mut object);
                if self.bot_api_version < BotApiVersion::V10_3 {
                    object.remove("can_send_welcome_messages");
                }
            }
            Status::Restricted { permissions, until_date, is_member } => {
                object.insert("is_member".to_owned(), json!(is_member));
                permissions.write(&mut object);
                object.insert("until_date".to_owned(), json!(until_date));
            }
            Status::Kicked { until_date } => {
                object.insert("until_date".to_owned(), json!(until_date));
            }
            Status::Member | Status::Left => {}
        }
        Value::Object(object)
    }
}
