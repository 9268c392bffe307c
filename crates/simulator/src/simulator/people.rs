//! The commonest actions without a closure; [`Simulator::act`] and [`Simulator::read`] reach all others.

use crate::simulator::Simulator;
use crate::world::{Message, Refused, Rights, Status};

#[expect(clippy::must_use_candidate, reason = "what happens in the world matters more than its number")]
impl Simulator {
    /// A new person; gives the id.
    pub fn add_user(&self, first_name: &str) -> i64 {
        self.act(|world| world.add_user(first_name))
    }

    /// A new bot that owns `token`; gives the id.
    pub fn add_bot(&self, token: &str, name: &str, username: &str) -> i64 {
        self.act(|world| world.add_bot(token, name, username))
    }

    /// A new supergroup; gives the id.
    pub fn add_supergroup(&self, creator: i64, title: &str) -> i64 {
        self.act(|world| world.add_supergroup(creator, title))
    }

    /// A new channel, public if it has a username; gives the id.
    pub fn add_channel(&self, creator: i64, title: &str, username: Option<&str>) -> i64 {
        self.act(|world| world.add_channel(creator, title, username))
    }

    /// The creator appoints a bot.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn add_bot_as_admin(&self, chat: i64, bot: i64, rights: Rights) -> Result<(), Refused> {
        self.act(|world| world.add_bot_as_admin(chat, bot, rights))
    }

    /// A person joins.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn join(&self, chat: i64, user: i64) -> Result<(), Refused> {
        self.act(|world| world.join(chat, user))
    }

    /// A person leaves.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn leave(&self, chat: i64, user: i64) -> Result<(), Refused> {
        self.act(|world| world.leave(chat, user))
    }

    /// A person writes; gives the message's id.
    ///
    /// # Errors
    ///
    /// As a client would refuse it, to the muted above all.
    pub fn say(&self, chat: i64, user: i64, text: &str) -> Result<i64, Refused> {
        self.act(|world| world.say(chat, user, text))
    }

    /// A person presses the button in `row` and `column`, both from 0; gives the callback query's id.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn press(&self, chat: i64, message: i64, user: i64, row: usize, column: usize) -> Result<String, Refused> {
        self.act(|world| world.press(chat, message, user, row, column))
    }

    /// A person starts the bot; gives the message's id.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn start_private(&self, user: i64, bot: i64, payload: Option<&str>) -> Result<i64, Refused> {
        self.act(|world| world.start_private(user, bot, payload))
    }

    /// A person writes to the bot; gives the message's id.
    ///
    /// # Errors
    ///
    /// As a client would refuse it.
    pub fn say_privately(&self, user: i64, bot: i64, text: &str) -> Result<i64, Refused> {
        self.act(|world| world.say_privately(user, bot, text))
    }

    /// What a person is in a chat.
    #[must_use]
    pub fn member(&self, chat: i64, user: i64) -> Status {
        self.read(|world| world.member(chat, user))
    }

    /// Whether a person cannot write.
    #[must_use]
    pub fn is_muted(&self, chat: i64, user: i64) -> bool {
        self.read(|world| world.is_muted(chat, user))
    }

    /// The messages that people see in a chat, oldest first.
    #[must_use]
    pub fn visible_messages(&self, chat: i64) -> Vec<Message> {
        self.read(|world| world.visible_messages(chat))
    }
}
