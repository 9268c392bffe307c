//! Making people, bots and chats.

use crate::world::chat::{Chat, ChatKind};
use crate::world::message::{Message, Service};
use crate::world::user::{BotProfile, User};
use crate::world::{place::Place, refused::Refused, state::World};

impl World {
    /// A new person; answers their id.
    pub fn add_user(&mut self, first_name: &str) -> i64 {
        let id = 100_000 + self.next_number();
        self.add_user_with_id(id, first_name);
        id
    }

    /// A new person with a chosen id.
    pub fn add_user_with_id(&mut self, id: i64, first_name: &str) {
        self.users.insert(id, User::person(id, first_name));
    }

    /// A new bot; answers its id, which is the number before the colon of `token` where there is one.
    pub fn add_bot(&mut self, token: &str, name: &str, username: &str) -> i64 {
        let prefix = token.split_once(':').and_then(|(id, _)| id.parse().ok()).filter(|id| *id > 0);
        let id = prefix.unwrap_or_else(|| 7_000_000 + self.next_number());
        let bot = User {
            username: Some(username.to_owned()),
            is_bot: true,
            bot: Some(BotProfile::default()),
            ..User::person(id, name)
        };
        self.users.insert(id, bot);
        self.bots.insert(id);
        self.tokens.insert(token.to_owned(), id);
        id
    }

    /// A person or bot, to be changed; no update arises.
    pub fn user_mut(&mut self, id: i64) -> Option<&mut User> {
        self.users.get_mut(&id)
    }

    /// A chat, to be changed; no update arises.
    pub fn chat_mut(&mut self, id: i64) -> Option<&mut Chat> {
        self.chats.get_mut(&id)
    }

    /// Makes the token worthless, as `BotFather` does on demand: every call with it is answered 401, waiting polls too,
    /// and webhooks get nothing. Updates go on waiting.
    pub fn revoke_token(&mut self, token: &str) {
        self.tokens.remove(token);
    }

    /// Gives `bot` a token, another one or one that was revoked.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`].
    pub fn give_token(&mut self, bot: i64, token: &str) -> Result<(), Refused> {
        if !self.is_own_bot(bot) {
            return Err(Refused::NoSuchUser);
        }
        self.tokens.insert(token.to_owned(), bot);
        Ok(())
    }

    /// A new private supergroup; answers its id.
    pub fn add_supergroup(&mut self, creator: i64, title: &str) -> i64 {
        let id = -1_001_000_000_000 - self.next_number();
        self.add_chat(Chat::new(id, ChatKind::Supergroup, title, creator), creator)
    }

    /// A new basic group; answers its id.
    pub fn add_basic_group(&mut self, creator: i64, title: &str) -> i64 {
        let id = -4_000_000 - self.next_number();
        self.add_chat(Chat::new(id, ChatKind::Group, title, creator), creator)
    }

    /// A new channel, public if it has a username (without the `@`); answers its id.
    pub fn add_channel(&mut self, creator: i64, title: &str, username: Option<&str>) -> i64 {
        let id = -1_001_000_000_000 - self.next_number();
        let username = username.map(str::to_owned);
        self.add_chat(Chat { username, ..Chat::new(id, ChatKind::Channel, title, creator) }, creator)
    }

    fn add_chat(&mut self, chat: Chat, creator: i64) -> i64 {
        let id = chat.id;
        self.chats.insert(id, chat);
        self.put_message(Place::Chat(id), Message::service(creator, Service::Created));
        id
    }

    /// Makes `group` the discussion group of `channel`.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchChat`]; [`Refused::WrongKindOfChat`] unless they are a channel and a supergroup.
    pub fn link(&mut self, channel: i64, group: i64) -> Result<(), Refused> {
        let kinds = (self.existing(channel)?.kind, self.existing(group)?.kind);
        if kinds != (ChatKind::Channel, ChatKind::Supergroup) {
            return Err(Refused::WrongKindOfChat);
        }
        for (chat, other) in [(channel, group), (group, channel)] {
            if let Some(chat) = self.chats.get_mut(&chat) {
                chat.linked_chat = Some(other);
            }
        }
        Ok(())
    }
}
