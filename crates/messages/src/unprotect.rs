//! The answers to `/unprotect`.

use portcullis_domain::message::OutgoingMessage;

use crate::{ChannelLink, Language, Texts, foreign::typed, list::Conjunction};

/// What each of the two lists of channels may take of a message.
const CHANNELS_ROOM: usize = 1_600;

impl Texts {
    /// The gate is off, and the `muted` people are un-muted.
    #[must_use]
    pub fn unprotected(&self, language: Language, group_title: &str, muted: u64) -> OutgoingMessage {
        let group = self.title(language, group_title);
        self.message(language, "unprotected", &[("group", group.into()), ("count", muted.into())])
    }

    /// The gate is off, and the `muted` people stay so until their time is over.
    #[must_use]
    pub fn unprotected_keep(&self, language: Language, group_title: &str, muted: u64) -> OutgoingMessage {
        let group = self.title(language, group_title);
        self.message(language, "unprotected-keep", &[("group", group.into()), ("count", muted.into())])
    }

    /// The gate was off before.
    #[must_use]
    pub fn not_protected(&self, language: Language) -> OutgoingMessage {
        self.message(language, "not-protected", &[])
    }

    /// These channels are needed no more, those still are; where none is left the gate is off.
    #[must_use]
    pub fn channels_removed(
        &self,
        language: Language,
        removed: &[ChannelLink],
        left: &[ChannelLink],
    ) -> OutgoingMessage {
        let list = |channels: &[ChannelLink]| {
            let titles: Vec<_> = channels.iter().map(|channel| self.channel(language, channel)).collect();
            self.list(language, &titles, 0, Conjunction::And, CHANNELS_ROOM)
        };
        let arguments =
            [("removed", list(removed).into()), ("left", list(left).into()), ("left-count", left.len().into())];
        self.message(language, "channels-removed", &arguments)
    }

    /// A channel that was to be removed is none of the group's.
    #[must_use]
    pub fn channel_not_enforced(&self, language: Language, text: &str) -> OutgoingMessage {
        self.message(language, "channel-not-enforced", &[("word", typed(language, text).into())])
    }
}
