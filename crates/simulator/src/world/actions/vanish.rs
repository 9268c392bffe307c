//! What disappears without a word: chats and accounts.

use crate::world::{refused::Refused, state::World};

impl World {
    /// The creator deletes a chat. No update tells of it; calls about it fail from now on.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchChat`].
    pub fn delete_chat(&mut self, chat: i64) -> Result<(), Refused> {
        self.existing(chat)?;
        self.change_chat(chat, |found| {
            found.is_deleted = true;
            found.username = None;
            found.join_requests.clear();
        });
        for linked in self.chats.values_mut().filter(|other| other.linked_chat == Some(chat)) {
            linked.linked_chat = None;
        }
        Ok(())
    }

    /// A person deletes their account. No update tells of it; what they wrote stays, and bots can neither find nor
    /// restrict them any more.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`], also for a bot.
    pub fn delete_account(&mut self, user: i64) -> Result<(), Refused> {
        self.check_user(user)?;
        let found = self.users.get_mut(&user).filter(|found| !found.is_bot).ok_or(Refused::NoSuchUser)?;
        found.is_deleted = true;
        found.first_name.clear();
        (found.last_name, found.username, found.language_code) = (None, None, None);
        for chat in self.chats.values_mut() {
            chat.join_requests.remove(&user);
        }
        Ok(())
    }
}
