//! The state of the world, and how its parts are reached.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::world::chat::{Chat, PrivateChat};
use crate::world::status::Mute;
use crate::world::user::{CHANNEL_BOT, GROUP_ANONYMOUS_BOT, TELEGRAM, User};
use crate::world::{
    callback::CallbackQuery, invite_link::InviteLink, messages::Messages, place::Place, update::PendingUpdate,
    version::BotApiVersion,
};

/// Everybody and everything in this Telegram.
#[derive(Clone)]
pub struct World {
    /// Which Bot API is spoken.
    pub bot_api_version: BotApiVersion,
    /// How much time was skipped so far.
    skipped: Duration,
    /// How many seconds Telegram's clock is ahead of the machine's; negative: behind.
    pub(super) clock_offset: i64,
    pub(super) users: BTreeMap<i64, User>,
    pub(super) tokens: BTreeMap<String, i64>,
    pub(super) bots: BTreeSet<i64>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) private_chats: BTreeMap<(i64, i64), PrivateChat>,
    /// The chats that a bot was ever in.
    pub(super) known_chats: BTreeMap<i64, BTreeSet<i64>>,
    /// Every mute ever, oldest first.
    pub(super) mutes: Vec<Mute>,
    pub(super) callbacks: BTreeMap<String, CallbackQuery>,
    pub(super) updates: Vec<PendingUpdate>,
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
            skipped: Duration::ZERO,
            clock_offset: 0,
            users: BTreeMap::new(),
            tokens: BTreeMap::new(),
            bots: BTreeSet::new(),
            chats: BTreeMap::new(),
            private_chats: BTreeMap::new(),
            known_chats: BTreeMap::new(),
            mutes: Vec::new(),
            callbacks: BTreeMap::new(),
            updates: Vec::new(),
            last_number: 1000,
        };
        world.add_stand_in(TELEGRAM, "Telegram", None, false);
        world.add_stand_in(GROUP_ANONYMOUS_BOT, "Group", Some("GroupAnonymousBot"), true);
        world.add_stand_in(CHANNEL_BOT, "Channel", Some("Channel_Bot"), true);
        world
    }

    /// Unix seconds by Telegram's clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        let seconds = i64::try_from(self.passed().as_secs()).unwrap_or(i64::MAX);
        seconds.saturating_add(self.clock_offset).max(0)
    }

    /// Moves time on.
    pub fn advance(&mut self, by: Duration) {
        self.skipped += by;
    }

    /// Sets Telegram's clock apart from this machine's by so many seconds: the dates in updates and answers, the rules
    /// for `until_date` and the `Date` header go by it. Negative: Telegram's is behind, so that the machine's is fast.
    pub fn set_clock_apart(&mut self, seconds: i64) {
        self.clock_offset = seconds;
    }

    /// Time since the Unix epoch, moved on as often as a test likes, and untouched by the offset of Telegram's clock:
    /// by it one measures how long something lasts.
    #[expect(clippy::disallowed_methods, reason = "this is where simulated time begins")]
    pub(crate) fn passed(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.skipped
    }

    /// The bot that owns `token`.
    #[must_use]
    pub fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.tokens.get(token).copied()
    }

    /// Whether any token of `bot` is good.
    pub(crate) fn has_token(&self, bot: i64) -> bool {
        self.tokens.values().any(|owner| *owner == bot)
    }

    /// A number not given before: for people, chats, links and queries alike.
    pub(super) fn next_number(&mut self) -> i64 {
        self.last_number += 1;
        self.last_number
    }

    pub(super) fn messages(&self, place: Place) -> Option<&Messages> {
        match place {
            Place::Chat(id) => self.chats.get(&id).map(|chat| &chat.messages),
            Place::Private { bot, user } => self.private_chats.get(&(bot, user)).map(|chat| &chat.messages),
        }
    }

    pub(super) fn messages_mut(&mut self, place: Place) -> Option<&mut Messages> {
        match place {
            Place::Chat(id) => self.chats.get_mut(&id).map(|chat| &mut chat.messages),
            Place::Private { bot, user } => self.private_chats.get_mut(&(bot, user)).map(|chat| &mut chat.messages),
        }
    }

    pub(super) fn private_chat(&mut self, bot: i64, user: i64) -> &mut PrivateChat {
        self.private_chats.entry((bot, user)).or_default()
    }

    pub(super) fn invite_links_mut(&mut self, chat: i64) -> impl Iterator<Item = &mut InviteLink> {
        self.chats.get_mut(&chat).map(|chat| chat.invite_links.iter_mut()).into_iter().flatten()
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
