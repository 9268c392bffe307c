//! The answers to `/protect`: what is in force now, or that this admin or this chat can't give the command.

use portcullis_domain::{
    GroupId,
    message::OutgoingMessage,
    ports::BotIdentity,
    settings::{Mode, MuteDays, Policy},
};

use crate::{ChannelLink, Language, Texts, channel_link::needed, start::only};

/// What the channels may take of a message.
const CHANNELS_ROOM: usize = 2_600;

/// What is in force in a group.
#[derive(Clone, Copy, Debug)]
pub struct ProtectedText<'a> {
    /// The group's title.
    pub group_title: &'a str,
    /// All of its channels.
    pub channels: &'a [ChannelLink],
    /// Whether all of them are needed, or one.
    pub policy: Policy,
    /// Whether the gate acts or only watches.
    pub mode: Mode,
    /// How long a mute lasts at most.
    pub mute_for_days: MuteDays,
    /// The bot, for the settings' button.
    pub bot: &'a BotIdentity,
    /// The group.
    pub group: GroupId,
}

impl Texts {
    /// Only the group's admins may give this command.
    #[must_use]
    pub fn administrators_only(&self, language: Language) -> OutgoingMessage {
        self.message(language, "administrators-only", &[])
    }

    /// The command was given in private and means a group.
    #[must_use]
    pub fn groups_only(&self, language: Language) -> OutgoingMessage {
        self.message(language, "groups-only", &[])
    }

    /// The group is protected, from now on; everything that is in force.
    #[must_use]
    pub fn protected(&self, language: Language, protected: &ProtectedText<'_>) -> OutgoingMessage {
        self.in_force(language, "protected", protected)
    }

    /// The group was protected before; everything that is in force now.
    #[must_use]
    pub fn protected_again(&self, language: Language, protected: &ProtectedText<'_>) -> OutgoingMessage {
        self.in_force(language, "protected-again", protected)
    }

    fn in_force(&self, language: Language, key: &str, protected: &ProtectedText<'_>) -> OutgoingMessage {
        let arguments = [
            ("group", self.title(language, protected.group_title).into()),
            ("mode", protected.mode.word().into()),
            ("needed", needed(protected.channels.len(), protected.policy).into()),
            ("count", protected.channels.len().into()),
            ("channels", self.channel_lines(language, protected.channels, CHANNELS_ROOM).into()),
            ("days", protected.mute_for_days.get().into()),
        ];
        let button = self.settings_button(language, protected.bot, protected.group);
        self.message(language, key, &arguments).with_keyboard(only(button))
    }
}
