//! What is said in groups, and of groups, that the operator of the bot does not have served.

use portcullis_domain::{GroupId, message::OutgoingMessage, ports::CallbackAnswer, tenancy::Denial};

use crate::{Language, Texts, foreign::code};

impl Texts {
    /// The group is not served: whom to ask, and the id by which the operator knows it.
    #[must_use]
    pub fn denied(&self, language: Language, denial: Denial, group: GroupId) -> OutgoingMessage {
        let arguments = [("id", code(language, &group.to_string()).into())];
        match denial {
            Denial::NotAllowed => self.message(language, "denied-not-allowed", &arguments),
            Denial::Blocked => self.message(language, "denied-blocked", &arguments),
        }
    }

    /// A button was pressed that belongs to a group that is not served.
    #[must_use]
    pub fn denied_press(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.plain(language, "denied-press", &[]))
    }
}
