//! What an administrator may do.

use serde_json::Value;

use super::flags::flags;

flags! {
    /// [`ChatAdministratorRights`](https://core.telegram.org/bots/api#chatadministratorrights).
    ///
    /// Any right brings [`Rights::MANAGE_CHAT`] with it.
    Rights {
        ANONYMOUS = "is_anonymous",
        MANAGE_CHAT = "can_manage_chat",
        DELETE_MESSAGES = "can_delete_messages",
        MANAGE_VIDEO_CHATS = "can_manage_video_chats",
        RESTRICT_MEMBERS = "can_restrict_members",
        PROMOTE_MEMBERS = "can_promote_members",
        CHANGE_INFO = "can_change_info",
        INVITE_USERS = "can_invite_users",
        POST_STORIES = "can_post_stories",
        EDIT_STORIES = "can_edit_stories",
        DELETE_STORIES = "can_delete_stories",
        POST_MESSAGES = "can_post_messages",
        EDIT_MESSAGES = "can_edit_messages",
        PIN_MESSAGES = "can_pin_messages",
        MANAGE_TOPICS = "can_manage_topics",
        MANAGE_DIRECT_MESSAGES = "can_manage_direct_messages",
        MANAGE_TAGS = "can_manage_tags",
        SEND_WELCOME_MESSAGES = "can_send_welcome_messages",
    }
}

impl Rights {
    /// What a gate needs in a group: to delete, to restrict and to invite.
    pub const GATEKEEPER: Self =
        Self::MANAGE_CHAT.with(Self::DELETE_MESSAGES).with(Self::RESTRICT_MEMBERS).with(Self::INVITE_USERS);

    /// The rights that a link names by `admin=`, without `can_`: <https://core.telegram.org/api/links#bot-links>. What is
    /// no right is passed over, as clients do.
    #[must_use]
    pub fn from_link(names: &str) -> Self {
        let granted = names.split(['+', ' ']).filter_map(|name| {
            let is_named =
                |(right, _): &&(&str, Self)| right.trim_start_matches("can_").trim_start_matches("is_") == name;
            Self::NAMED.iter().find(is_named).map(|(_, right)| *right)
        });
        granted.fold(Self::NONE, Self::with)
    }

    const ONLY_IN_CHANNELS: Self = Self::POST_MESSAGES.with(Self::EDIT_MESSAGES).with(Self::MANAGE_DIRECT_MESSAGES);
    const ONLY_IN_GROUPS: Self = Self::PIN_MESSAGES.with(Self::MANAGE_TOPICS).with(Self::MANAGE_TAGS);

    /// These rights, and the view of the chat that any of them brings.
    #[must_use]
    pub fn completed(self) -> Self {
        if self == Self::NONE { self } else { self.with(Self::MANAGE_CHAT) }
    }

    /// Writes the rights that make sense in a channel, or in a group, into `object`.
    pub fn write_for(self, in_channel: bool, object: &mut Value) {
        let elsewhere = if in_channel { Self::ONLY_IN_GROUPS } else { Self::ONLY_IN_CHANNELS };
        for (name, right) in Self::NAMED {
            if !elsewhere.contains(*right) {
                object[*name] = self.contains(*right).into();
            }
        }
    }
}
