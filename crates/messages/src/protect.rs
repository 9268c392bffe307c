//! The answers to `/protect`: what is in force now, or exactly what failed and how to mend it.

use portcullis_domain::{
    GroupId,
    administrator_rights::MissingRight,
    message::OutgoingMessage,
    ports::BotIdentity,
    settings::{Mode, MuteDays, Policy},
};

use crate::{ChannelLink, Language, Texts, channel_link::needed, foreign::word, start::only};

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

    /// Single people can't be muted in a basic group: how to make it a supergroup.
    #[must_use]
    pub fn basic_group(&self, language: Language) -> OutgoingMessage {
        self.message(language, "basic-group", &[])
    }

    /// How to write the command.
    #[must_use]
    pub fn protect_usage(&self, language: Language) -> OutgoingMessage {
        self.message(language, "protect-usage", &[])
    }

    /// A word names no channel.
    #[must_use]
    pub fn unreadable_channel(&self, language: Language, text: &str) -> OutgoingMessage {
        self.message(language, "unreadable-channel", &[("word", word(text).into())])
    }

    /// An invite link was given, which names no channel.
    #[must_use]
    pub fn invite_link_given(&self, language: Language, text: &str) -> OutgoingMessage {
        self.message(language, "invite-link-given", &[("word", word(text).into())])
    }

    /// More channels than a group may have.
    #[must_use]
    pub fn too_many_channels(&self, language: Language, max: usize) -> OutgoingMessage {
        self.message(language, "too-many-channels", &[("max", max.into())])
    }

    /// The bot lacks rights in the group; says where to switch them on.
    #[must_use]
    pub fn bot_lacks_rights(&self, language: Language, missing: &[MissingRight]) -> OutgoingMessage {
        self.message(language, "bot-lacks-rights", &[("rights", self.rights(language, missing).into())])
    }

    /// The bot is no admin of the group.
    #[must_use]
    pub fn bot_not_administrator_here(&self, language: Language) -> OutgoingMessage {
        let rights = self.rights(language, &[MissingRight::DeleteMessages, MissingRight::RestrictMembers]);
        self.message(language, "bot-not-administrator-here", &[("rights", rights.into())])
    }

    /// Telegram shows the bot no such channel.
    #[must_use]
    pub fn channel_not_found(&self, language: Language, name: &str) -> OutgoingMessage {
        self.message(language, "channel-not-found", &[("name", word(name).into())])
    }

    /// It is a person or a bot.
    #[must_use]
    pub fn not_a_channel(&self, language: Language, name: &str) -> OutgoingMessage {
        self.message(language, "not-a-channel", &[("name", word(name).into())])
    }

    /// It is the group itself.
    #[must_use]
    pub fn same_group(&self, language: Language, name: &str) -> OutgoingMessage {
        self.message(language, "same-group", &[("name", word(name).into())])
    }

    /// The bot is no admin of the channel; the button makes it one.
    #[must_use]
    pub fn bot_not_in_channel(&self, language: Language, title_or_name: &str, bot: &BotIdentity) -> OutgoingMessage {
        let channel = self.title(language, title_or_name);
        let button = self.add_to_channel_button(language, bot);
        self.message(language, "bot-not-in-channel", &[("channel", channel.into())]).with_keyboard(only(button))
    }

    /// The bot can't make an invite link for a private channel.
    #[must_use]
    pub fn bot_may_not_invite(&self, language: Language, title: &str) -> OutgoingMessage {
        let arguments = [
            ("channel", self.title(language, title).into()),
            ("right", self.html(language, "right-add-subscribers", &[]).into()),
        ];
        self.message(language, "bot-may-not-invite", &arguments)
    }

    /// Who names a private channel must be an admin of it.
    #[must_use]
    pub fn caller_not_in_private_channel(&self, language: Language, title: &str) -> OutgoingMessage {
        let channel = self.title(language, title);
        self.message(language, "caller-not-in-private-channel", &[("channel", channel.into())])
    }

    /// An anonymous admin named a private channel, so nobody can tell whether they are an admin of it.
    #[must_use]
    pub fn anonymous_caller(&self, language: Language, title: &str) -> OutgoingMessage {
        self.message(language, "anonymous-caller", &[("channel", self.title(language, title).into())])
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

    /// `/protect` without a channel, where no earlier set-up can be switched on again.
    #[must_use]
    pub fn nothing_to_resume(&self, language: Language) -> OutgoingMessage {
        self.message(language, "nothing-to-resume", &[])
    }

    fn in_force(&self, language: Language, key: &str, protected: &ProtectedText<'_>) -> OutgoingMessage {
        let mode = match protected.mode {
            Mode::Enforce => "enforce",
            Mode::Observe => "observe",
        };
        let arguments = [
            ("group", self.title(language, protected.group_title).into()),
            ("mode", mode.into()),
            ("needed", needed(protected.channels.len(), protected.policy).into()),
            ("count", protected.channels.len().into()),
            ("channels", self.channel_lines(language, protected.channels, CHANNELS_ROOM).into()),
            ("days", protected.mute_for_days.get().into()),
        ];
        let button = self.settings_button(language, protected.bot, protected.group);
        self.message(language, key, &arguments).with_keyboard(only(button))
    }
}
