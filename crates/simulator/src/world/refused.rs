//! Why a client would not let a person do something.

use thiserror::Error;

/// The ways in which an action of a person can be refused; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refused {
    /// There is no such chat, or the person cannot see it.
    #[error("there is no such chat")]
    NoSuchChat,
    /// Nobody has this id.
    #[error("there is no such user")]
    NoSuchUser,
    /// The message does not exist or is deleted.
    #[error("there is no such message")]
    NoSuchMessage,
    /// The message has no such button, or the button does not call back.
    #[error("there is no such button")]
    NoSuchButton,
    /// The person is not in the chat.
    #[error("not a member of the chat")]
    NotAMember,
    /// The person is in the chat already.
    #[error("already a member of the chat")]
    AlreadyAMember,
    /// The person may not write: restricted, or the group is closed.
    #[error("muted in the chat")]
    Muted,
    /// Only those who manage topics may write there.
    #[error("the topic is closed")]
    TopicClosed,
    /// Another chat or person has this public name.
    #[error("the name is taken")]
    NameTaken,
    /// The person is banned from the chat.
    #[error("banned from the chat")]
    Banned,
    /// The person lacks the administrator right.
    #[error("not enough rights")]
    NotEnoughRights,
    /// The target is the creator or an administrator whom this person may not restrict or dismiss.
    #[error("the target is an administrator")]
    TargetIsAdministrator,
    /// The chat is of a kind that does not have this.
    #[error("this kind of chat does not offer that")]
    WrongKindOfChat,
    /// Joining takes an administrator's approval.
    #[error("joining takes approval")]
    ApprovalNeeded,
    /// The private chat with the bot is not started, or the bot is blocked.
    #[error("the private chat is not open")]
    PrivateChatClosed,
    /// The invite link is revoked, expired or used up.
    #[error("the invite link does not work")]
    InvalidInviteLink,
}
