//! What admins are told, once, when the bot loses what it needs to work, and when it has it back.

use portcullis_domain::{administrator_rights::MissingRight, message::OutgoingMessage};

use crate::{ChannelLink, Language, Texts};

impl Texts {
    /// The bot can't enforce a group any more; with nothing missing by name it is no admin there at all.
    #[must_use]
    pub fn cannot_enforce(&self, language: Language, group_title: &str, missing: &[MissingRight]) -> OutgoingMessage {
        let all = [MissingRight::DeleteMessages, MissingRight::RestrictMembers];
        let (missing, state) = if missing.is_empty() { (&all[..], "dismissed") } else { (missing, "lacking") };
        let arguments = [
            ("group", self.title(language, group_title).into()),
            ("state", state.into()),
            ("rights", self.rights(language, missing).into()),
        ];
        self.message(language, "cannot-enforce", &arguments)
    }

    /// The bot can enforce a group again.
    #[must_use]
    pub fn can_enforce_again(&self, language: Language, group_title: &str) -> OutgoingMessage {
        let group = self.title(language, group_title);
        self.message(language, "can-enforce-again", &[("group", group.into())])
    }

    /// The bot can't look up a channel's members any more.
    #[must_use]
    pub fn cannot_check(&self, language: Language, channel: &ChannelLink, group_title: &str) -> OutgoingMessage {
        self.about_channel(language, "cannot-check", channel, group_title)
    }

    /// The bot can look up a channel's members again.
    #[must_use]
    pub fn can_check_again(&self, language: Language, channel: &ChannelLink, group_title: &str) -> OutgoingMessage {
        self.about_channel(language, "can-check-again", channel, group_title)
    }

    /// No notice can be posted in a group, wherever in it.
    #[must_use]
    pub fn cannot_notify(&self, language: Language, group_title: &str) -> OutgoingMessage {
        let group = self.title(language, group_title);
        self.message(language, "cannot-notify", &[("group", group.into())])
    }

    fn about_channel(
        &self,
        language: Language,
        key: &str,
        channel: &ChannelLink,
        group_title: &str,
    ) -> OutgoingMessage {
        let channel = self.channel(language, channel);
        let group = self.title(language, group_title);
        self.message(language, key, &[("channel", channel.into()), ("group", group.into())])
    }
}
