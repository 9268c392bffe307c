//! The menu of commands that Telegram shows at the text field.
//! <https://core.telegram.org/bots/api#setmycommands>

use portcullis_domain::ports::{CommandDescription, CommandMenu, CommandScope};

use crate::{Language, Texts, foreign::cut};

/// The longest description of a command.
const MAX_DESCRIPTION: usize = 256;

/// A command, and the text that describes it.
type Line = (&'static str, &'static str);

const PRIVATE: &[Line] = &[("start", "menu-start"), ("help", "menu-help")];
const GROUPS: &[Line] = &[("status", "menu-status"), ("help", "menu-help")];
const ADMINISTRATORS: &[Line] = &[
    ("protect", "menu-protect"),
    ("unprotect", "menu-unprotect"),
    ("preview", "menu-preview"),
    ("status", "menu-status"),
    ("stats", "menu-stats"),
    ("settings", "menu-settings"),
    ("sweep", "menu-sweep"),
    ("exempt", "menu-exempt"),
    ("unexempt", "menu-unexempt"),
    ("why", "menu-why"),
    ("help", "menu-help"),
];

impl Texts {
    /// The commands that work in these chats; without a language: the menu for everybody whose language is not spoken.
    #[must_use]
    pub fn command_menu(&self, scope: CommandScope, language: Option<Language>) -> CommandMenu {
        let lines = match scope {
            CommandScope::AllPrivateChats => PRIVATE,
            CommandScope::AllGroupChats => GROUPS,
            CommandScope::AllChatAdministrators => ADMINISTRATORS,
        };
        let spoken = language.unwrap_or(Language::ENGLISH);
        let described = lines.iter().map(|(command, key)| CommandDescription {
            command: (*command).to_owned(),
            description: cut(&self.plain(spoken, key, &[]), MAX_DESCRIPTION),
        });
        CommandMenu {
            scope,
            language: language.map(|language| language.code().to_owned()),
            commands: described.collect(),
        }
    }
}
