//! The world behind the Bot API: who is where, what was said, what is allowed, and who hears of it.

mod access;
mod actions_admin;
mod actions_invite;
mod actions_membership;
mod actions_press;
mod actions_private;
mod actions_setup;
mod actions_speak;
mod actions_upgrade;
mod call;
mod call_callback;
mod call_chat;
mod call_delete;
mod call_edit;
mod call_invite;
mod call_join_request;
mod call_member;
mod call_profile;
mod call_promote;
mod call_restrict;
mod call_send;
mod callback;
mod chat;
mod clock;
mod entities;
mod flags;
mod invite_link;
mod json_chat;
mod json_member;
mod json_message;
mod keyboard;
mod message;
mod messages;
mod permissions;
mod place;
mod private_chat;
mod queries;
mod refused;
mod rights;
mod status;
mod update;
mod user;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub use callback::{CallbackAnswer, CallbackQuery};
pub use chat::{Chat, ChatKind};
pub use invite_link::{InviteLink, JoinRequest};
pub use message::{Message, Service};
pub use messages::Messages;
pub use permissions::Permissions;
pub use place::Place;
pub use private_chat::PrivateChat;
pub use refused::Refused;
pub use rights::Rights;
pub use status::Status;
pub use update::PendingUpdate;
pub use user::{BotProfile, CHANNEL_BOT, GROUP_ANONYMOUS_BOT, TELEGRAM, User};
pub use version::BotApiVersion;

/// Everybody and everything in this Telegram.
#[derive(Clone)]
pub struct World {
    /// Which Bot API is spoken.
    pub bot_api_version: BotApiVersion,
    clock: clock::Clock,
    users: BTreeMap<i64, User>,
    tokens: BTreeMap<String, i64>,
    bots: BTreeSet<i64>,
    chats: BTreeMap<i64, Chat>,
    private_chats: BTreeMap<(i64, i64), PrivateChat>,
    /// The chats that a bot was ever in.
    known_chats: BTreeMap<i64, BTreeSet<i64>>,
    callbacks: BTreeMap<String, CallbackQuery>,
    updates: Vec<PendingUpdate>,
    last_number: i64,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A world with nobody in it but Telegram's own stand-in accounts.
    #[must_use]
    pub fn new() -> Self {
        let mut world = Self {
            bot_api_version: BotApiVersion::default(),
            clock: clock::Clock::default(),
            users: BTreeMap::new(),
            tokens: BTreeMap::new(),
            bots: BTreeSet::new(),
            chats: BTreeMap::new(),
            private_chats: BTreeMap::new(),
            known_chats: BTreeMap::new(),
            callbacks: BTreeMap::new(),
            updates: Vec::new(),
            last_number: 1000,
        };
        world.add_stand_in(TELEGRAM, "Telegram", None, false);
        world.add_stand_in(GROUP_ANONYMOUS_BOT, "Group", Some("GroupAnonymousBot"), true);
        world.add_stand_in(CHANNEL_BOT, "Channel", Some("Channel_Bot"), true);
        world
    }

    /// Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        i64::try_from(self.clock.now().as_secs()).unwrap_or(i64::MAX)
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        i64::try_from(self.clock.now().as_millis()).unwrap_or(i64::MAX)
    }

    /// Moves time on.
    pub fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
    }

    /// The bot that owns `token`.
    #[must_use]
    pub fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.tokens.get(token).copied()
    }

    /// A number not given before: for people, chats, links and queries alike.
    fn next_number(&mut self) -> i64 {
        self.last_number += 1;
        self.last_number
    }

    fn add_stand_in(&mut self, id: i64, name: &str, username: Option<&str>, is_bot: bool) {
        let username = username.map(str::to_owned);
        self.users.insert(id, User { username, is_bot, ..User::person(id, name) });
    }
}

impl std::fmt::Debug for World {
    /// Counts only: tokens must not be printed.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("World")
            .field("users", &self.users.len())
            .field("chats", &self.chats.len())
            .finish_non_exhaustive()
    }
}
