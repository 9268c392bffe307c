//! Updates as Telegram sends them. <https://core.telegram.org/bots/api#update>

use std::fmt::Write;

use portcullis_domain::ports::Clock;
use portcullis_runtime::SystemClock;

use crate::ids::GROUP_TITLE;

/// Something that happens to one person in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// What happens.
    pub kind: Kind,
    /// The group, or the channel.
    pub chat: i64,
    /// The person.
    pub person: i64,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The person writes in the group.
    Message,
    /// The line «… joined the group».
    NewChatMembers,
    /// The person was not in the chat and is now.
    Joined,
    /// The person sends the bot `/start` in private.
    Start,
    /// The person types `/sweep` in the group.
    Sweep,
    /// The person presses the button «I have joined» under a notice of the group.
    Press,
}

impl Happening {
    /// Writes the update with this number; messages bear the same.
    pub fn write(self, number: i64, into: &mut String) {
        let Self { kind, chat, person } = self;
        let date = SystemClock.now().as_secs();
        let from = format_args!(
            r#"{{"id":{person},"is_bot":false,"first_name":"Mia","last_name":"Kay","username":"mia{person}","language_code":"en"}}"#
        )
        .to_string();
        let group = format_args!(
            r#"{{"id":{chat},"title":"{GROUP_TITLE}","username":"tea{}","type":"supergroup"}}"#,
            chat.unsigned_abs()
        )
        .to_string();
        let written = match kind {
            Kind::Message => write!(
                into,
                r#"{{"update_id":{number},"message":{{"message_id":{number},"from":{from},"chat":{group},"date":{date},"text":"Does anybody know where to get good Darjeeling around here?"}}}}"#
            ),
            Kind::NewChatMembers => write!(
                into,
                r#"{{"update_id":{number},"message":{{"message_id":{number},"from":{from},"chat":{group},"date":{date},"new_chat_participant":{from},"new_chat_member":{from},"new_chat_members":[{from}]}}}}"#
            ),
            Kind::Joined => write!(
                into,
                r#"{{"update_id":{number},"chat_member":{{"chat":{group},"from":{from},"date":{date},"old_chat_member":{{"user":{from},"status":"left"}},"new_chat_member":{{"user":{from},"status":"member"}}}}}}"#
            ),
            Kind::Start => write!(
                into,
                r#"{{"update_id":{number},"message":{{"message_id":{number},"from":{from},"chat":{{"id":{person},"first_name":"Mia","type":"private"}},"date":{date},"text":"/start","entities":[{{"offset":0,"length":6,"type":"bot_command"}}]}}}}"#
            ),
            Kind::Sweep => write!(
                into,
                r#"{{"update_id":{number},"message":{{"message_id":{number},"from":{from},"chat":{group},"date":{date},"text":"/sweep","entities":[{{"offset":0,"length":6,"type":"bot_command"}}]}}}}"#
            ),
            Kind::Press => write!(
                into,
                r#"{{"update_id":{number},"callback_query":{{"id":"{number}","from":{from},"message":{{"message_id":{number},"chat":{group},"date":{date},"text":"…"}},"chat_instance":"1","data":"joined:{chat}"}}}}"#
            ),
        };
        debug_assert!(written.is_ok(), "a text takes whatever is written");
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        UpdateId,
        event::{Event, Lane},
        inbox::RawUpdate,
        ports::UpdateDecoder,
    };
    use portcullis_telegram::JsonUpdateDecoder;

    use super::*;
    use crate::ids;

    #[test]
    fn every_update_is_understood_and_stands_in_its_persons_lane() {
        for kind in [Kind::Message, Kind::NewChatMembers, Kind::Joined, Kind::Start, Kind::Sweep, Kind::Press] {
            let mut json = String::new();
            Happening { kind, chat: ids::group(3), person: ids::member(5) }.write(7, &mut json);
            let event = JsonUpdateDecoder.decode(&RawUpdate { id: UpdateId(7), json }).unwrap().event;
            let is_it = match kind {
                Kind::Message | Kind::Sweep => matches!(event, Event::GroupMessage(_)),
                Kind::NewChatMembers => matches!(event, Event::NewChatMembers(_)),
                Kind::Joined => matches!(event, Event::ChatMember(_)),
                Kind::Start => matches!(event, Event::PrivateMessage(_)),
                Kind::Press => matches!(event, Event::CallbackQuery(_)),
            };
            assert!(is_it && event.lane() == Lane(ids::member(5)), "{event:?}");
        }
    }
}
