//! A basic group becomes a supergroup.

use crate::world::chat::{Chat, ChatKind};
use crate::world::message::{Message, Service};
use crate::world::{messages::Messages, place::Place, refused::Refused, state::World, status::Status};

impl World {
    /// The creator upgrades a basic group; answers the supergroup's id. Both chats tell of it, and from then on the
    /// old id answers every call with an error that names the new one.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] unless it is a basic group.
    pub fn upgrade_to_supergroup(&mut self, chat: i64) -> Result<i64, Refused> {
        let group = self.existing(chat)?.clone();
        if group.kind != ChatKind::Group {
            return Err(Refused::WrongKindOfChat);
        }
        let creator = group.creator().ok_or(Refused::NoSuchUser)?;
        let id = -1_001_000_000_000 - self.next_number();
        self.take_over_members(id, &group);
        self.chats.insert(id, Chat { id, kind: ChatKind::Supergroup, messages: Messages::default(), ..group });
        self.put_message(Place::Chat(chat), Message::service(creator, Service::MigrateToChatId(id)));
        self.put_message(Place::Chat(id), Message::service(creator, Service::MigrateFromChatId(chat)));
        if let Some(old) = self.chats.get_mut(&chat) {
            old.migrated_to = Some(id);
        }
        Ok(id)
    }

    /// Bots know the chat under its new id too.
    fn take_over_members(&mut self, id: i64, group: &Chat) {
        let inside = group.members.iter().filter(|(_, status): &(&i64, &Status)| status.is_member());
        for (user, _) in inside {
            self.known_chats.entry(*user).or_default().insert(id);
        }
    }
}
