//! What a person who is no administrator may do in a group.

use serde_json::{Value, json};

use super::flags::flags;

flags! {
    /// [`ChatPermissions`](https://core.telegram.org/bots/api#chatpermissions): of a group by default, or of one person.
    Permissions {
        SEND_MESSAGES = "can_send_messages",
        SEND_AUDIOS = "can_send_audios",
        SEND_DOCUMENTS = "can_send_documents",
        SEND_PHOTOS = "can_send_photos",
        SEND_VIDEOS = "can_send_videos",
        SEND_VIDEO_NOTES = "can_send_video_notes",
        SEND_VOICE_NOTES = "can_send_voice_notes",
        SEND_POLLS = "can_send_polls",
        SEND_OTHER_MESSAGES = "can_send_other_messages",
        ADD_WEB_PAGE_PREVIEWS = "can_add_web_page_previews",
        REACT_TO_MESSAGES = "can_react_to_messages",
        EDIT_TAG = "can_edit_tag",
        CHANGE_INFO = "can_change_info",
        INVITE_USERS = "can_invite_users",
        PIN_MESSAGES = "can_pin_messages",
        MANAGE_TOPICS = "can_manage_topics",
    }
}

impl Permissions {
    const MEDIA: Self = Self::SEND_AUDIOS
        .with(Self::SEND_DOCUMENTS)
        .with(Self::SEND_PHOTOS)
        .with(Self::SEND_VIDEOS)
        .with(Self::SEND_VIDEO_NOTES)
        .with(Self::SEND_VOICE_NOTES);

    /// What a bot asks for when it passes `object`, with the defaults and implications that the server adds.
    ///
    /// Unless `independent`, permission for the richer kinds of message switches the plainer ones on.
    #[must_use]
    pub fn asked_for(object: &Value, independent: bool) -> Self {
        let mut asked = Self::from_json(object);
        let absent = |name: &str| object.get(name).is_none();
        if absent("can_manage_topics") && asked.contains(Self::PIN_MESSAGES) {
            asked = asked.with(Self::MANAGE_TOPICS);
        }
        if absent("can_edit_tag") && asked.contains(Self::PIN_MESSAGES) {
            asked = asked.with(Self::EDIT_TAG);
        }
        if !independent {
            asked = asked.implied();
        }
        if absent("can_react_to_messages") && asked.contains(Self::SEND_MESSAGES) {
            asked = asked.with(Self::REACT_TO_MESSAGES);
        }
        asked
    }

    fn implied(self) -> Self {
        let mut all = self;
        if all.contains(Self::SEND_OTHER_MESSAGES) || all.contains(Self::ADD_WEB_PAGE_PREVIEWS) {
            all = all.with(Self::MEDIA).with(Self::SEND_MESSAGES);
        }
        if all.contains(Self::SEND_POLLS) {
            all = all.with(Self::SEND_MESSAGES);
        }
        all
    }

    /// The object that the Bot API shows.
    #[must_use]
    pub fn to_json(self) -> Value {
        let mut object = json!({});
        self.write(&mut object);
        object
    }
}
