//! A person's status in a chat. <https://core.telegram.org/bots/api#chatmember>

use portcullis_domain::{
    Timestamp,
    administrator_rights::AdministratorRights,
    chat_member::{ChatMemberStatus, RestrictedMember},
};
use serde::Deserialize;

use super::{unknown_value::UnknownValue, user::WireUser};

/// Any of the six kinds. Rights are absent where a server is older than they are, and all particulars of a restriction
/// are where the chat is no supergroup.
#[derive(Debug, Deserialize)]
pub(crate) struct WireChatMember {
    status: String,
    pub(crate) user: WireUser,
    can_delete_messages: Option<bool>,
    can_restrict_members: Option<bool>,
    can_invite_users: Option<bool>,
    can_send_messages: Option<bool>,
    can_send_audios: Option<bool>,
    can_send_documents: Option<bool>,
    can_send_photos: Option<bool>,
    can_send_videos: Option<bool>,
    can_send_video_notes: Option<bool>,
    can_send_voice_notes: Option<bool>,
    can_send_polls: Option<bool>,
    can_send_other_messages: Option<bool>,
    is_member: Option<bool>,
    until_date: Option<i64>,
}

impl WireChatMember {
    /// An unknown status is an error: it proves neither presence nor absence.
    pub(crate) fn status(&self) -> Result<ChatMemberStatus, UnknownValue> {
        Ok(match self.status.as_str() {
            "creator" => ChatMemberStatus::Creator,
            "administrator" => ChatMemberStatus::Administrator(self.rights()),
            "member" => ChatMemberStatus::Member,
            "restricted" => ChatMemberStatus::Restricted(self.restriction()),
            "left" => ChatMemberStatus::Left,
            "kicked" => ChatMemberStatus::Kicked,
            other => return Err(UnknownValue::new("member status", other)),
        })
    }

    fn rights(&self) -> AdministratorRights {
        AdministratorRights {
            can_delete_messages: self.can_delete_messages.unwrap_or(false),
            can_restrict_members: self.can_restrict_members.unwrap_or(false),
            can_invite_users: self.can_invite_users.unwrap_or(false),
        }
    }

    fn can_send_anything(&self) -> bool {
        let permissions = [
            self.can_send_messages,
            self.can_send_audios,
            self.can_send_documents,
            self.can_send_photos,
            self.can_send_videos,
            self.can_send_video_notes,
            self.can_send_voice_notes,
            self.can_send_polls,
            self.can_send_other_messages,
        ];
        permissions.contains(&Some(true))
    }

    fn restriction(&self) -> RestrictedMember {
        RestrictedMember {
            // A missing field is no proof of absence: nobody is muted for what a server leaves out.
            is_member: self.is_member.unwrap_or(true),
            can_send_messages: self.can_send_anything(),
            until: self.until_date.filter(|date| *date > 0).map(Timestamp::from_secs),
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::chat_member::Membership;

    use super::*;

    fn status(fields: &str) -> Result<ChatMemberStatus, UnknownValue> {
        let json = format!(r#"{{"user":{{"id":5,"is_bot":false,"first_name":"Mia"}},{fields}}}"#);
        serde_json::from_str::<WireChatMember>(&json).unwrap().status()
    }

    #[test]
    fn an_administrator_of_bot_api_10_0_is_one() {
        let rights = r#""status":"administrator","can_be_edited":false,"is_anonymous":false,"can_manage_chat":true,
            "can_delete_messages":true,"can_manage_video_chats":true,"can_restrict_members":true,
            "can_promote_members":false,"can_change_info":true,"can_invite_users":true,"can_post_stories":false,
            "can_edit_stories":false,"can_delete_stories":false,"can_pin_messages":true,"can_manage_topics":false"#;
        assert_eq!(status(rights).unwrap(), ChatMemberStatus::Administrator(AdministratorRights::ALL));
    }

    #[test]
    fn rights_that_are_absent_are_not_held() {
        let bare = status(r#""status":"administrator""#).unwrap();
        assert_eq!(bare, ChatMemberStatus::Administrator(AdministratorRights::default()));
    }

    #[test]
    fn a_restriction_says_who_is_in_and_until_when() {
        let restricted = |is_member, until| {
            ChatMemberStatus::Restricted(RestrictedMember { is_member, can_send_messages: false, until })
        };
        let out = status(r#""status":"restricted","is_member":false,"can_send_messages":false,"until_date":60"#);
        assert_eq!(out.unwrap(), restricted(false, Some(Timestamp(60_000))));
        let forever = status(r#""status":"restricted","is_member":true,"until_date":0"#);
        assert_eq!(forever.unwrap(), restricted(true, None));
    }

    #[test]
    fn whoever_may_send_photos_alone_is_not_muted() {
        let photos = status(r#""status":"restricted","can_send_messages":false,"can_send_photos":true"#).unwrap();
        assert!(!photos.is_muted(Timestamp(0)));
    }

    #[test]
    fn a_restriction_without_particulars_proves_no_absence() {
        assert_eq!(status(r#""status":"restricted""#).unwrap().membership(), Membership::Member);
    }

    #[test]
    fn an_unknown_status_is_an_error_and_never_absence() {
        assert_eq!(status(r#""status":"guest""#).unwrap_err().to_string(), "unknown member status guest");
        assert_eq!(status(r#""status":"Buy this!""#).unwrap_err().to_string(), "unknown member status …");
    }

    #[test]
    fn the_plain_statuses_are_read() {
        for (word, expected) in [
            ("creator", ChatMemberStatus::Creator),
            ("member", ChatMemberStatus::Member),
            ("left", ChatMemberStatus::Left),
            ("kicked", ChatMemberStatus::Kicked),
        ] {
            assert_eq!(status(&format!(r#""status":"{word}""#)).unwrap(), expected);
        }
    }
}
