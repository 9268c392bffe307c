//! Questions about the world.

use std::collections::BTreeMap;

use crate::world::callback::{CallbackAnswer, CallbackQuery};
use crate::world::chat::{Chat, ChatKind, PrivateChat};
use crate::world::{
    message::Message,
    permissions::Permissions,
    place::Place,
    refused::Refused,
    rights::Rights,
    state::World,
    status::{Mute, Status},
    user::User,
};

impl World {
    /// What `user` is in `chat` now; `Left` for everybody in an unknown chat.
    #[must_use]
    pub fn member(&self, chat: i64, user: i64) -> Status {
        self.status_in(chat, user)
    }

    /// Whether `user`, by a restriction of their own or the group's default permissions, cannot write in `chat`.
    #[must_use]
    pub fn is_muted(&self, chat: i64, user: i64) -> bool {
        self.chats.contains_key(&chat) && !self.may_send(chat, user, Permissions::SEND_MESSAGES)
    }

    /// Whether the permissions of `chat`, and those of `user` there, let them send this kind of message.
    #[must_use]
    pub fn may_send(&self, chat: i64, user: i64, kind: Permissions) -> bool {
        let Some(group) = self.chats.get(&chat) else { return false };
        match group.status(user, self.now()) {
            Status::Creator | Status::Administrator { .. } => true,
            Status::Restricted { permissions, .. } if !permissions.contains(kind) => false,
            _ => group.permissions.contains(kind),
        }
    }

    /// Every mute so far, oldest first, also those that are over.
    #[must_use]
    pub fn mutes(&self) -> &[Mute] {
        &self.mutes
    }

    /// The mutes by `by` that silence somebody now. Whoever has no account any more, and a chat that is gone, do not
    /// count; nor does a mute that another administrator has changed since.
    #[must_use]
    pub fn standing_mutes_by(&self, by: i64) -> Vec<Mute> {
        let latest: BTreeMap<(i64, i64), &Mute> =
            self.mutes.iter().map(|mute| ((mute.chat, mute.user), mute)).collect();
        let stands = |mute: &&Mute| {
            mute.by == by
                && self.has_account(mute.user)
                && self.existing(mute.chat).is_ok()
                && self.status_in(mute.chat, mute.user).mute().is_some()
        };
        latest.into_values().filter(stands).copied().collect()
    }

    /// The messages of `chat` that people see, oldest first.
    #[must_use]
    pub fn visible_messages(&self, chat: i64) -> Vec<Message> {
        self.visible_in(Place::Chat(chat))
    }

    /// The messages in the private chat of `user` with `bot`, oldest first.
    #[must_use]
    pub fn private_messages(&self, user: i64, bot: i64) -> Vec<Message> {
        self.visible_in(Place::Private { bot, user })
    }

    fn visible_in(&self, place: Place) -> Vec<Message> {
        self.messages(place).map(|messages| messages.visible().cloned().collect()).unwrap_or_default()
    }

    /// A message of `chat`, also a deleted one.
    #[must_use]
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.find_even_deleted(id)
    }

    /// A chat with members.
    #[must_use]
    pub fn chat(&self, id: i64) -> Option<&Chat> {
        self.chats.get(&id)
    }

    /// Every chat with members.
    pub fn chats(&self) -> impl Iterator<Item = &Chat> {
        self.chats.values()
    }

    /// The private chat of `user` with `bot`.
    #[must_use]
    pub fn private_chat_of(&self, user: i64, bot: i64) -> Option<&PrivateChat> {
        self.private_chats.get(&(bot, user))
    }

    /// A person or bot.
    #[must_use]
    pub fn user(&self, id: i64) -> Option<&User> {
        self.users.get(&id)
    }

    /// Every person and bot, stand-ins too.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// The public chat called `username`, without the `@`.
    #[must_use]
    pub fn chat_by_username(&self, username: &str) -> Option<i64> {
        let is_called = |chat: &&Chat| chat.username.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(username));
        self.chats.values().find(is_called).map(|chat| chat.id)
    }

    /// A press and, once given, its answer.
    #[must_use]
    pub fn callback(&self, id: &str) -> Option<&CallbackQuery> {
        self.callbacks.get(id)
    }

    /// Every press, answered or not.
    pub fn callbacks(&self) -> impl Iterator<Item = &CallbackQuery> {
        self.callbacks.values()
    }

    /// What the bot answered to a press; `None` while it has not.
    #[must_use]
    pub fn callback_answer(&self, id: &str) -> Option<CallbackAnswer> {
        self.callbacks.get(id)?.answer.clone()
    }

    pub(super) fn is_own_bot(&self, user: i64) -> bool {
        self.users.get(&user).is_some_and(|user| user.bot.is_some())
    }

    pub(super) fn is_admin(&self, chat: i64, user: i64) -> bool {
        self.status_in(chat, user).is_administrator()
    }

    pub(super) fn has_right(&self, chat: i64, user: i64, right: Rights) -> bool {
        self.status_in(chat, user).rights().contains(right)
    }

    pub(super) fn status_in(&self, chat: i64, user: i64) -> Status {
        self.chats.get(&chat).map(|chat| chat.status(user, self.now())).unwrap_or_default()
    }

    /// The bots of this world that are in `chat`.
    pub(super) fn bots_in(&self, chat: i64) -> impl Iterator<Item = i64> {
        self.bots.iter().copied().filter(move |bot| self.status_in(chat, *bot).is_member())
    }

    pub(super) fn kind(&self, chat: i64) -> ChatKind {
        self.chats.get(&chat).map_or(ChatKind::Group, |chat| chat.kind)
    }

    /// A chat that is neither deleted nor replaced by a supergroup.
    pub(super) fn existing(&self, chat: i64) -> Result<&Chat, Refused> {
        let is_there = |chat: &&Chat| chat.migrated_to.is_none() && !chat.is_deleted;
        self.chats.get(&chat).filter(is_there).ok_or(Refused::NoSuchChat)
    }

    pub(super) fn check_user(&self, user: i64) -> Result<(), Refused> {
        if self.has_account(user) { Ok(()) } else { Err(Refused::NoSuchUser) }
    }

    /// Whether `user` is a person or bot whose account is not deleted.
    pub(super) fn has_account(&self, user: i64) -> bool {
        self.users.get(&user).is_some_and(|user| !user.is_deleted)
    }
}
