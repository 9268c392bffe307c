//! New names: of chats, people and bots; public names that change hands.

use crate::world::message::{Message, Service};
use crate::world::{chat::ChatKind, place::Place, refused::Refused, rights::Rights, state::World};

impl World {
    /// `by` gives a chat another title; a line there tells of it.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`] unless `by` is an administrator who may change the chat's info.
    pub fn rename_chat(&mut self, chat: i64, by: i64, title: &str) -> Result<(), Refused> {
        self.existing(chat)?;
        if !self.has_right(chat, by, Rights::CHANGE_INFO) {
            return Err(Refused::NotEnoughRights);
        }
        self.change_chat(chat, |found| title.clone_into(&mut found.title));
        let mut line = Message::service(by, Service::NewChatTitle(title.to_owned()));
        if self.kind(chat) == ChatKind::Channel {
            line = Message { from: None, sender_chat: Some(chat), ..line };
        }
        self.put_message(Place::Chat(chat), line);
        Ok(())
    }

    /// A person or bot has another name; no update tells of it.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`].
    pub fn rename_user(&mut self, user: i64, first_name: &str) -> Result<(), Refused> {
        let found = self.users.get_mut(&user).ok_or(Refused::NoSuchUser)?;
        first_name.clone_into(&mut found.first_name);
        Ok(())
    }

    /// A person or bot has another username (without the `@`) or none; no update tells of it.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`]; [`Refused::NameTaken`].
    pub fn set_username(&mut self, user: i64, username: Option<&str>) -> Result<(), Refused> {
        self.check_user(user)?;
        self.check_is_free(username, user)?;
        if let Some(found) = self.users.get_mut(&user) {
            found.username = username.map(str::to_owned);
        }
        Ok(())
    }

    /// A supergroup or channel is public under `username` (without the `@`), or private without one. No update tells
    /// of it. A name that was given up is free for anybody else.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchChat`]; [`Refused::WrongKindOfChat`] for a basic group; [`Refused::NameTaken`].
    pub fn set_chat_username(&mut self, chat: i64, username: Option<&str>) -> Result<(), Refused> {
        if self.existing(chat)?.kind == ChatKind::Group {
            return Err(Refused::WrongKindOfChat);
        }
        self.check_is_free(username, chat)?;
        self.change_chat(chat, |found| found.username = username.map(str::to_owned));
        Ok(())
    }

    fn check_is_free(&self, username: Option<&str>, whose: i64) -> Result<(), Refused> {
        let Some(username) = username else { return Ok(()) };
        let holds = |name: &Option<String>| name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(username));
        let by_chat = self.chats.values().any(|chat| chat.id != whose && holds(&chat.username));
        let by_user = self.users.values().any(|user| user.id != whose && holds(&user.username));
        if by_chat || by_user { Err(Refused::NameTaken) } else { Ok(()) }
    }
}
