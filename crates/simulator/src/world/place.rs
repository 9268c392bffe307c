//! Where messages stand.

use super::World;
use super::message::Message;
use super::messages::Messages;

/// A chat with members, or the private chat of one person with one bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A group, supergroup or channel.
    Chat(i64),
    /// A private chat.
    Private {
        /// The bot.
        bot: i64,
        /// The person.
        user: i64,
    },
}

impl Place {
    /// The chat id by which bots know it.
    #[must_use]
    pub const fn id_for_bots(self) -> i64 {
        match self {
            Self::Chat(id) => id,
            Self::Private { user, .. } => user,
        }
    }
}

impl World {
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

    /// Puts a message into its chat, dated now, and tells the bots that hear it. Answers its id (0: no such chat).
    pub(super) fn put_message(&mut self, place: Place, mut message: Message) -> i64 {
        message.date = self.now();
        let Some(id) = self.messages_mut(place).map(|messages| messages.add(message)) else { return 0 };
        let is_outgoing = matches!(place, Place::Private { bot, .. }
            if self.messages(place).and_then(|all| all.find(id)).is_some_and(|message| message.from == Some(bot)));
        if !is_outgoing {
            self.emit_message(place, id, false);
        }
        id
    }
}
