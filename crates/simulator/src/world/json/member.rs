//! Members as the Bot API shows them.

use serde_json::{Value, json};

use crate::world::{chat::ChatKind, state::World, status::Status, version::BotApiVersion};

impl World {
    /// [`ChatMember`](https://core.telegram.org/bots/api#chatmember): `user` being `status` in `chat`.
    pub(in crate::world) fn member_json(&self, chat: i64, user: i64, status: Status) -> Value {
        let mut object = json!({ "status": status.name(), "user": self.user_json(user) });
        match status {
            Status::Creator => object["is_anonymous"] = json!(false),
            Status::Administrator { rights, .. } => {
                let in_channel = self.chats.get(&chat).is_some_and(|chat| chat.kind == ChatKind::Channel);
                // Depends on who asks: whoever answers a call sets it.
                object["can_be_edited"] = json!(false);
                rights.write_for(in_channel, &mut object);
                if self.bot_api_version < BotApiVersion::V10_3
                    && let Some(fields) = object.as_object_mut()
                {
                    fields.remove("can_send_welcome_messages");
                }
            }
            Status::Restricted { permissions, until_date, is_member } => {
                object["is_member"] = json!(is_member);
                permissions.write(&mut object);
                object["until_date"] = json!(until_date);
            }
            Status::Kicked { until_date } => object["until_date"] = json!(until_date),
            Status::Member | Status::Left => {}
        }
        object
    }
}
