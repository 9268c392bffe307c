//! The answer to `/protect` where a check failed: exactly what, and how to mend it.

use portcullis_domain::{administrator_rights::MissingRight, message::OutgoingMessage, ports::BotIdentity};

use crate::{Language, Texts};

/// Which of `/protect`'s checks failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProtectRefusal {
    /// A basic group can't mute single people.
    BasicGroup,
    /// No channel was named, and the group never had one.
    Usage,
    /// This word is no channel's name.
    Unreadable(String),
    /// This word is an invite link, which names no channel.
    InviteLink(String),
    /// More channels than a group can demand.
    TooMany(usize),
    /// The bot is no administrator in the group.
    BotIsNoAdministrator,
    /// The bot lacks rights in the group.
    BotLacks(Vec<MissingRight>),
    /// There is no such chat.
    NotFound(String),
    /// It is a person or a basic group.
    NotAChannel(String),
    /// It is the group itself.
    SameGroup(String),
    /// The bot is no administrator in the channel.
    BotNotInChannel(String),
    /// The bot may not make an invite link to a private channel.
    BotMayNotInvite(String),
    /// The caller is no administrator of a private channel.
    CallerNotInChannel(String),
    /// The caller of a private channel is anonymous, so that nobody can tell.
    AnonymousCaller(String),
    /// `/protect` without a channel, where the gate has none left.
    NothingToResume,
}

impl Texts {
    /// Which check failed, and what to do about it.
    #[must_use]
    pub fn protect_refused(&self, language: Language, refusal: &ProtectRefusal, bot: &BotIdentity) -> OutgoingMessage {
        match refusal {
            ProtectRefusal::BasicGroup => self.basic_group(language),
            ProtectRefusal::Usage => self.protect_usage(language),
            ProtectRefusal::Unreadable(word) => self.unreadable_channel(language, word),
            ProtectRefusal::InviteLink(word) => self.invite_link_given(language, word),
            ProtectRefusal::TooMany(max) => self.too_many_channels(language, *max),
            ProtectRefusal::BotIsNoAdministrator => self.bot_not_administrator_here(language),
            ProtectRefusal::BotLacks(rights) => self.bot_lacks_rights(language, rights),
            ProtectRefusal::NotFound(name) => self.channel_not_found(language, name),
            ProtectRefusal::NotAChannel(name) => self.not_a_channel(language, name),
            ProtectRefusal::SameGroup(name) => self.same_group(language, name),
            ProtectRefusal::BotNotInChannel(name) => self.bot_not_in_channel(language, name, bot),
            ProtectRefusal::BotMayNotInvite(title) => self.bot_may_not_invite(language, title),
            ProtectRefusal::CallerNotInChannel(title) => self.caller_not_in_private_channel(language, title),
            ProtectRefusal::AnonymousCaller(title) => self.anonymous_caller(language, title),
            ProtectRefusal::NothingToResume => self.nothing_to_resume(language),
        }
    }
}
