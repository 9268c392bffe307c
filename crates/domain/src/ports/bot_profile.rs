//! What Telegram shows of the bot itself: its menus of commands, what it says of itself, the rights it asks for.

use async_trait::async_trait;

use super::BotApiError;
use crate::administrator_rights::AdministratorRights;

/// The methods of the Bot API by which a bot shows itself. Each may fail with any [`BotApiError`], and may be repeated without
/// harm.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BotProfile: Send + Sync {
    /// The menu that was set for these chats and this language; empty if none was.
    /// <https://core.telegram.org/bots/api#getmycommands>
    async fn commands(
        &self,
        scope: CommandScope,
        language: Option<LanguageCode>,
    ) -> Result<Vec<CommandDescription>, BotApiError>;

    /// Sets a menu of commands. <https://core.telegram.org/bots/api#setmycommands>
    async fn set_commands(&self, menu: &CommandMenu) -> Result<(), BotApiError>;

    /// What the bot says of itself to people with this language: that of everybody else, where there is none for it.
    /// <https://core.telegram.org/bots/api#getmydescription> <https://core.telegram.org/bots/api#getmyshortdescription>
    async fn description(&self, which: Description, language: Option<LanguageCode>) -> Result<String, BotApiError>;

    /// Sets what the bot says of itself.
    /// <https://core.telegram.org/bots/api#setmydescription> <https://core.telegram.org/bots/api#setmyshortdescription>
    async fn set_description(
        &self,
        which: Description,
        language: Option<LanguageCode>,
        text: &str,
    ) -> Result<(), BotApiError>;

    /// Whether exactly these rights are suggested to whoever makes the bot an administrator.
    /// <https://core.telegram.org/bots/api#getmydefaultadministratorrights>
    async fn suggests(&self, chats: AdministeredChats, rights: AdministratorRights) -> Result<bool, BotApiError>;

    /// Suggests exactly these rights from now on.
    /// <https://core.telegram.org/bots/api#setmydefaultadministratorrights>
    async fn suggest(&self, chats: AdministeredChats, rights: AdministratorRights) -> Result<(), BotApiError>;
}

/// A language, as the Bot API names it here: a two-letter ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LanguageCode(pub &'static str);

/// Where the bot says something of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Description {
    /// In a chat with it that is empty yet; 512 letters at most.
    Full,
    /// On its profile page, and with a link to it; 120 letters at most.
    Short,
}

/// The kinds of chats in which a bot can be an administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdministeredChats {
    /// Groups and supergroups.
    Groups,
    /// Channels.
    Channels,
}

/// A menu of commands, for some chats and one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandMenu {
    /// The chats that it is for.
    pub scope: CommandScope,
    /// For people with this language (two letters); `None`: for all whose language has no menu of its own.
    pub language: Option<String>,
    /// Its lines, in order; 100 at most.
    pub commands: Vec<CommandDescription>,
}

/// The chats that a menu of commands is for. <https://core.telegram.org/bots/api#botcommandscope>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandScope {
    /// All private chats.
    AllPrivateChats,
    /// All groups, for everybody.
    AllGroupChats,
    /// All groups, for their administrators.
    AllChatAdministrators,
}

/// A line in the menu of commands. <https://core.telegram.org/bots/api#botcommand>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandDescription {
    /// The name without the slash.
    pub command: String,
    /// 1 to 256 letters.
    pub description: String,
}
