//! What the bot says to someone who opens a private chat with it.

use portcullis_domain::{
    GroupId,
    administrator_rights::AdministratorRights,
    message::{Button, ButtonAction, Keyboard, OutgoingMessage},
    ports::BotIdentity,
    settings_link::SettingsLink,
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
        let payload = SettingsLink { group, setting: None }.payload();
        self.link_button(language, "button-settings", bot, &format!("start={payload}"))
    }

    /// Asks for the group and adds the bot with the rights it needs there. <https://core.telegram.org/api/links#bot-links>
    pub(crate) fn add_to_group_button(&self, language: Language, bot: &BotIdentity) -> Button {
        self.link_button(language, "button-add-to-group", bot, &add_to_group())
    }

    /// Asks for the channel and adds the bot with the right it needs there.
    /// <https://core.telegram.org/api/links#bot-links>
    pub(crate) fn add_to_channel_button(&self, language: Language, bot: &BotIdentity) -> Button {
        let rights = names(AdministratorRights::OF_BOT_IN_CHANNEL);
        self.link_button(language, "button-add-to-channel", bot, &format!("startchannel&admin={rights}"))
    }

    pub(crate) fn link_button(&self, language: Language, key: &str, bot: &BotIdentity, query: &str) -> Button {
        let url = format!("https://t.me/{}?{query}", bot.username);
        Button { label: self.plain(language, key, &[]), action: ButtonAction::Url(url) }
    }
}

/// What a link must ask for that adds the bot to a group, or appoints it there.
pub(crate) fn add_to_group() -> String {
    format!("startgroup=setup&admin={}", names(AdministratorRights::OF_BOT_IN_GROUP))
}

/// The rights as Telegram's links name them.
fn names(rights: AdministratorRights) -> String {
    let all = [
        (rights.can_restrict_members, "restrict_members"),
        (rights.can_delete_messages, "delete_messages"),
        (rights.can_invite_users, "invite_users"),
    ];
    let granted: Vec<&str> = all.into_iter().filter(|(is_granted, _)| *is_granted).map(|(_, name)| name).collect();
    granted.join("+")
}

/// A keyboard of one button.
pub(crate) fn only(button: Button) -> Keyboard {
    Keyboard(vec![vec![button]])
}
