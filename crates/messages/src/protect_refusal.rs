//! The answer to `/protect` where a check failed: exactly what, and how to mend it.

use std::time::Duration;

use portcullis_domain::{administrator_rights::MissingRight, message::OutgoingMessage, ports::BotIdentity};

use crate::{Language, Texts, foreign::typed, start::only};

/// Which of `/protect`'s checks failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProtectRefusal {
    /// A basic group can't mute single people: how to make it a supergroup.
    BasicGroup,
    /// No channel was named, and the group never had one: how to write the command.
    Usage,
    /// This word is no channel's name.
    Unreadable(String),
    /// This word is an invite link, which names no channel.
    InviteLink(String),
    /// More channels than this, which is what a group can demand.
    TooMany(usize),
    /// The bot is no administrator in the group.
    BotIsNoAdministrator,
    /// The bot lacks these rights in the group.
    BotLacks(Vec<MissingRight>),
    /// Telegram shows the bot no chat of this name.
    NotFound(String),
    /// The chat of this name is a person or a basic group.
    NotAChannel(String),
    /// The chat of this name is the group itself.
    SameGroup(String),
    /// The bot is no administrator in the channel of this title or name; a button makes it one.
    BotNotInChannel(String),
    /// The bot may not make an invite link to the private channel of this title.
    BotMayNotInvite(String),
    /// The caller is no administrator of the private channel of this title.
    CallerNotInChannel(String),
    /// The caller is anonymous, so that nobody can tell whether they are an administrator of the private channel of this
    /// title.
    AnonymousCaller(String),
    /// `/protect` without a channel, where the gate has none left.
    NothingToResume,
    /// Telegram makes a check wait for so long (429).
    MustWait(Duration),
}

impl Texts {
    /// Which check failed, and what to do about it.
    #[must_use]
    pub fn protect_refused(&self, language: Language, refusal: &ProtectRefusal, bot: &BotIdentity) -> OutgoingMessage {
        let bare = |key| self.message(language, key, &[]);
        let quoting =
            |key, variable, text: &str| self.message(language, key, &[(variable, typed(language, text).into())]);
        let about = |key, title: &str| self.message(language, key, &[("channel", self.title(language, title).into())]);
        let naming = |key, missing: &[MissingRight]| {
            self.message(language, key, &[("rights", self.rights(language, missing).into())])
        };
        match refusal {
            ProtectRefusal::BasicGroup => bare("basic-group"),
            ProtectRefusal::Usage => bare("protect-usage"),
            ProtectRefusal::Unreadable(text) => quoting("unreadable-channel", "word", text),
            ProtectRefusal::InviteLink(text) => quoting("invite-link-given", "word", text),
            ProtectRefusal::TooMany(max) => self.message(language, "too-many-channels", &[("max", (*max).into())]),
            ProtectRefusal::BotIsNoAdministrator => {
                naming("bot-not-administrator-here", &[MissingRight::DeleteMessages, MissingRight::RestrictMembers])
            }
            ProtectRefusal::BotLacks(missing) => naming("bot-lacks-rights", missing),
            ProtectRefusal::NotFound(name) => quoting("channel-not-found", "name", name),
            ProtectRefusal::NotAChannel(name) => quoting("not-a-channel", "name", name),
            ProtectRefusal::SameGroup(name) => quoting("same-group", "name", name),
            ProtectRefusal::BotNotInChannel(title) => {
                about("bot-not-in-channel", title).with_keyboard(only(self.add_to_channel_button(language, bot)))
            }
            ProtectRefusal::BotMayNotInvite(title) => {
                let right = self.html(language, "right-add-subscribers", &[]);
                let channel = self.title(language, title);
                self.message(language, "bot-may-not-invite", &[("channel", channel.into()), ("right", right.into())])
            }
            ProtectRefusal::CallerNotInChannel(title) => about("caller-not-in-private-channel", title),
            ProtectRefusal::AnonymousCaller(title) => about("anonymous-caller", title),
            ProtectRefusal::NothingToResume => bare("nothing-to-resume"),
            ProtectRefusal::MustWait(wait) => {
                self.message(language, "protect-must-wait", &[("minutes", minutes(*wait).into())])
            }
        }
    }

    /// Telegram makes the bot wait for so long (429) before it can tell whether a command may be carried out.
    #[must_use]
    pub fn must_wait(&self, language: Language, wait: Duration) -> OutgoingMessage {
        self.message(language, "must-wait", &[("minutes", minutes(wait).into())])
    }
}

/// Rounded up, so that whoever waits so long does not wait in vain.
pub(crate) fn minutes(wait: Duration) -> usize {
    usize::try_from(wait.as_secs().div_ceil(60)).unwrap_or(usize::MAX)
}
