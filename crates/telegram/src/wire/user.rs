//! A user or a bot. <https://core.telegram.org/bots/api#user>

use portcullis_domain::{UserId, sender::Person};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct WireUser {
    pub(crate) id: i64,
    #[serde(default)]
    pub(crate) is_bot: bool,
    #[serde(default)]
    first_name: String,
    last_name: Option<String>,
    pub(crate) username: Option<String>,
    language_code: Option<String>,
}

impl WireUser {
    pub(crate) const fn id(&self) -> UserId {
        UserId(self.id)
    }

    /// First and last name.
    pub(crate) fn name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }

    pub(crate) fn into_person(self) -> Person {
        Person { id: self.id(), name: self.name(), username: self.username, language_code: self.language_code }
    }
}
