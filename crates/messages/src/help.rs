//! What the bot can do and what to try when it does not.

use portcullis_domain::message::OutgoingMessage;

use crate::{Language, Texts};

impl Texts {
    /// Every command, and what to do about the usual troubles: for a private chat.
    #[must_use]
    pub fn help(&self, language: Language) -> OutgoingMessage {
        self.message(language, "help", &[])
    }

    /// The same in a few lines, for a group.
    #[must_use]
    pub fn help_in_group(&self, language: Language) -> OutgoingMessage {
        self.message(language, "help-in-group", &[])
    }
}
