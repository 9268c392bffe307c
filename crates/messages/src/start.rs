//! What the bot says to someone who opens a private chat with it.

use portcullis_domain::{
    GroupId,
    message::{Button, ButtonAction, Keyboard, OutgoingMessage},
    ports::BotIdentity,
};

use crate::{Language, Texts};

impl Texts {
    /// What the bot is and how to set it up, with buttons that add it to a group and to a channel.
    #[must_use]
    pub fn start(&self, language: Language, bot: &BotIdentity) -> OutgoingMessage {
        let name = self.title(language, &bot.name);
        let rows = vec![vec![self.add_to_group_button(language, bot)], vec![self.add_to_channel_button(language, bot)]];
        self.message(language, "start", &[("bot", name.into())]).with_keyboard(Keyboard(rows))
    }

    /// The button that opens a group's settings in private.
    #[must_use]
    pub fn settings_button(&self, language: Language, bot: &BotIdentity, group: GroupId) -> Button {
        self.link_button(language, "button-settings", bot, &format!("start=settings_{group}"))
    }

    /// Asks for the group and adds the bot with the rights it needs there. <https://core.telegram.org/api/links#bot-links>
    pub(crate) fn add_to_group_button(&self, language: Language, bot: &BotIdentity) -> Button {
        let query = "startgroup=protect&admin=restrict_members+delete_messages+invite_users";
        self.link_button(language, "button-add-to-group", bot, query)
    }

    /// Asks for the channel and adds the bot with the right it needs there.
    /// <https://core.telegram.org/api/links#bot-links>
    pub(crate) fn add_to_channel_button(&self, language: Language, bot: &BotIdentity) -> Button {
        self.link_button(language, "button-add-to-channel", bot, "startchannel&admin=invite_users")
    }

    fn link_button(&self, language: Language, key: &str, bot: &BotIdentity, query: &str) -> Button {
        let url = format!("https://t.me/{}?{query}", bot.username);
        Button { label: self.plain(language, key, &[]), action: ButtonAction::Url(url) }
    }
}

/// A keyboard of one button.
pub(crate) fn only(button: Button) -> Keyboard {
    Keyboard(vec![vec![button]])
}
