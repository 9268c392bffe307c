//! Every permission at once. <https://core.telegram.org/bots/api#chatpermissions>

use frankenstein::types::ChatPermissions as TelegramChatPermissions;
use portcullis_domain::ports::ChatPermissions;

/// The permissions, each named, so that none is derived from another or left as it was.
pub(super) fn explicit(permissions: ChatPermissions) -> TelegramChatPermissions {
    let value = Some(permissions == ChatPermissions::All);
    TelegramChatPermissions {
        can_send_messages: value,
        can_send_audios: value,
        can_send_documents: value,
        can_send_photos: value,
        can_send_videos: value,
        can_send_video_notes: value,
        can_send_voice_notes: value,
        can_send_polls: value,
        can_send_other_messages: value,
        can_add_web_page_previews: value,
        can_react_to_messages: value,
        can_edit_tag: value,
        can_change_info: value,
        can_invite_users: value,
        can_pin_messages: value,
        can_manage_topics: value,
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::Timestamp;
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_permission_is_sent_explicitly() {
        for (permissions, value) in [(ChatPermissions::All, true), (ChatPermissions::NoneUntil(Timestamp(0)), false)] {
            let json = serde_json::to_value(explicit(permissions)).unwrap();
            let permissions = json.as_object().unwrap();
            assert_eq!(permissions.len(), 16);
            assert!(permissions.values().all(|permission| *permission == Value::Bool(value)));
        }
    }
}
