//! People and bots.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::world::version::BotApiVersion;

/// Telegram's own account, which signs the copies of channel posts in discussion groups.
pub const TELEGRAM: i64 = 777_000;
/// The stand-in for an anonymous administrator.
pub const GROUP_ANONYMOUS_BOT: i64 = 1_087_968_824;
/// The stand-in for somebody who writes as a channel.
pub const CHANNEL_BOT: i64 = 136_817_688;

/// [`User`](https://core.telegram.org/bots/api#user): a person or a bot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct User {
    /// Unique among users and bots.
    pub id: i64,
    /// Never empty.
    pub first_name: String,
    /// May be absent.
    pub last_name: Option<String>,
    /// Without the `@`.
    pub username: Option<String>,
    /// The client's language, an IETF tag.
    pub language_code: Option<String>,
    /// Whether the Bot API calls the account a bot.
    pub is_bot: bool,
    /// Whether the person has deleted the account.
    pub is_deleted: bool,
    /// What only a bot of this world has; stand-ins have none.
    pub bot: Option<BotProfile>,
}

impl User {
    pub(super) fn person(id: i64, first_name: &str) -> Self {
        Self {
            id,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: None,
            is_bot: false,
            is_deleted: false,
            bot: None,
        }
    }

    /// First and last name.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last_name) => format!("{} {last_name}", self.first_name),
            None => self.first_name.clone(),
        }
    }

    /// The object as it stands in messages and members.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = json!({ "id": self.id, "is_bot": self.is_bot, "first_name": self.first_name });
        let optional =
            [("last_name", &self.last_name), ("username", &self.username), ("language_code", &self.language_code)];
        for (name, value) in optional {
            if let Some(value) = value {
                object[name] = json!(value);
            }
        }
        object
    }

    /// The object that `getMe` answers.
    #[must_use]
    pub(super) fn to_own_json(&self, version: BotApiVersion) -> Value {
        let mut object = self.to_json();
        let profile = self.bot.clone().unwrap_or_default();
        let flags = [
            ("can_join_groups", profile.can_join_groups),
            ("can_read_all_group_messages", profile.can_read_all_group_messages),
            ("supports_inline_queries", false),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
            ("has_topics_enabled", false),
            ("allows_users_to_create_topics", false),
            ("supports_guest_queries", false),
            ("can_manage_bots", false),
        ];
        for (name, flag) in flags {
            object[name] = flag.into();
        }
        if version >= BotApiVersion::V10_1 {
            object["supports_join_request_queries"] = profile.supports_join_request_queries.into();
        }
        object
    }
}

/// What a bot is besides a user. The token is kept elsewhere, so that nothing here can print it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BotProfile {
    /// Set at `BotFather`: whether the bot may be added to groups.
    pub can_join_groups: bool,
    /// Set at `BotFather`: privacy mode is off.
    pub can_read_all_group_messages: bool,
    /// Set at `BotFather`: the bot can be a group's guard.
    pub supports_join_request_queries: bool,
    /// Menus by scope (its JSON text) and language (empty: all).
    pub commands: BTreeMap<(String, String), Value>,
    /// Descriptions, names and the like by method argument and language.
    pub texts: BTreeMap<(String, String), String>,
    /// The rights that clients tick in advance, for groups and for channels.
    pub default_rights: BTreeMap<bool, Value>,
}

impl Default for BotProfile {
    fn default() -> Self {
        Self {
            can_join_groups: true,
            can_read_all_group_messages: false,
            supports_join_request_queries: true,
            commands: BTreeMap::new(),
            texts: BTreeMap::new(),
            default_rights: BTreeMap::new(),
        }
    }
}
