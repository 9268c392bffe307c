//! teloxide's types as those of the domain, and the other way round.

use chrono::{DateTime, Utc};
use portcullis_domain::{
    ChatId, Timestamp, UserId,
    administrator_rights::AdministratorRights,
    chat_member::{ChatMemberStatus, RestrictedMember},
};
use teloxide::types::{Administrator, ChatMemberKind, Message, MessageKind, Restricted, UntilDate};

/// The person who speaks by a message; `None`: nobody does, as by a line that somebody joined, or a bot, Telegram itself
/// or a chat.
pub(crate) fn speaker(message: &Message) -> Option<UserId> {
    let is_spoken = matches!(message.kind, MessageKind::Common(_));
    // Where a chat speaks, `from` is a placeholder.
    let from = message.from.as_ref().filter(|_| is_spoken && message.sender_chat.is_none())?;
    (!from.is_bot && !from.is_telegram()).then(|| user(from.id))
}

/// A person. Telegram's ids have 52 bits at most, so that none changes its sign here or below.
pub(crate) fn user(user: teloxide::types::UserId) -> UserId {
    UserId(user.0.cast_signed())
}

/// A person, for teloxide.
pub(crate) fn teloxide_user(user: UserId) -> teloxide::types::UserId {
    teloxide::types::UserId(user.0.cast_unsigned())
}

/// A chat, for teloxide.
pub(crate) fn teloxide_chat(chat: impl Into<ChatId>) -> teloxide::types::ChatId {
    teloxide::types::ChatId(chat.into().0)
}

/// A moment, for teloxide; far away where its calendar ends.
pub(crate) fn teloxide_date(moment: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(moment.as_secs(), 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A person's status in a chat.
pub(crate) fn status(kind: &ChatMemberKind) -> ChatMemberStatus {
    match kind {
        ChatMemberKind::Owner(_) => ChatMemberStatus::Creator,
        ChatMemberKind::Administrator(administrator) => ChatMemberStatus::Administrator(rights(administrator)),
        ChatMemberKind::Member(_) => ChatMemberStatus::Member,
        ChatMemberKind::Restricted(restricted) => ChatMemberStatus::Restricted(restriction(restricted)),
        ChatMemberKind::Left => ChatMemberStatus::Left,
        ChatMemberKind::Banned(_) => ChatMemberStatus::Kicked,
    }
}

fn rights(administrator: &Administrator) -> AdministratorRights {
    AdministratorRights {
        can_delete_messages: administrator.can_delete_messages,
        can_restrict_members: administrator.can_restrict_members,
        can_invite_users: administrator.can_invite_users,
    }
}

fn restriction(restricted: &Restricted) -> RestrictedMember {
    RestrictedMember {
        is_member: restricted.is_member,
        // Whoever may send media alone is restricted in part, and not muted.
        can_send_messages: restricted.can_send_messages
            || restricted.can_send_audios
            || restricted.can_send_documents
            || restricted.can_send_photos
            || restricted.can_send_videos
            || restricted.can_send_video_notes
            || restricted.can_send_voice_notes
            || restricted.can_send_polls
            || restricted.can_send_other_messages,
        until: match restricted.until_date {
            UntilDate::Date(date) => Some(Timestamp::from_secs(date.timestamp())),
            UntilDate::Forever => None,
        },
    }
}
