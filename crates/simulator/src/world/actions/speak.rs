//! Writing in groups and channels.

use crate::world::user::{CHANNEL_BOT, GROUP_ANONYMOUS_BOT, TELEGRAM};
use crate::world::{
    chat::ChatKind, entities, message::Message, place::Place, refused::Refused, rights::Rights, state::World,
    status::Status,
};

impl World {
    /// `user` writes in a group (or, as its administrator, posts in a channel); answers the message's id.
    ///
    /// # Errors
    ///
    /// [`Refused::Muted`], [`Refused::Banned`], [`Refused::NotAMember`]; commenters of a discussion group need not be
    /// members.
    pub fn say(&mut self, chat: i64, user: i64, text: &str) -> Result<i64, Refused> {
        self.speak(chat, user, Message::text(user, text))
    }

    /// `user` writes one part of an album.
    ///
    /// # Errors
    ///
    /// As [`World::say`].
    pub fn say_in_album(&mut self, chat: i64, user: i64, text: &str, album: &str) -> Result<i64, Refused> {
        let media_group_id = Some(album.to_owned());
        self.speak(chat, user, Message { media_group_id, is_photo: true, ..Message::text(user, text) })
    }

    /// `user` answers a message.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::NoSuchMessage`].
    pub fn reply(&mut self, chat: i64, user: i64, message: i64, text: &str) -> Result<i64, Refused> {
        let replied = self.existing(chat)?.messages.find(message).ok_or(Refused::NoSuchMessage)?;
        let thread_id = replied.thread_id;
        self.speak(chat, user, Message { reply_to: Some(message), thread_id, ..Message::text(user, text) })
    }

    /// `user` writes in a topic of a forum.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::WrongKindOfChat`] if there is no such topic.
    pub fn say_in_topic(&mut self, chat: i64, user: i64, topic: i64, text: &str) -> Result<i64, Refused> {
        if !self.existing(chat)?.topics.contains(&topic) {
            return Err(Refused::WrongKindOfChat);
        }
        self.speak(chat, user, Message { thread_id: Some(topic), ..Message::text(user, text) })
    }

    /// `user` edits a message of their own, which takes the permission to write too.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::NoSuchMessage`]; [`Refused::NotEnoughRights`] if it is another's.
    pub fn edit_message(&mut self, chat: i64, user: i64, message: i64, text: &str) -> Result<(), Refused> {
        self.check_can_say(chat, user)?;
        let now = self.now();
        let group = self.chats.get_mut(&chat).ok_or(Refused::NoSuchChat)?;
        let found = group.messages.find_mut(message).ok_or(Refused::NoSuchMessage)?;
        if found.author.or(found.from) != Some(user) {
            return Err(Refused::NotEnoughRights);
        }
        text.clone_into(&mut found.text);
        found.entities = entities::detect(text);
        found.edit_date = Some(now);
        self.emit_edited_message(Place::Chat(chat), message);
        Ok(())
    }

    /// `user` writes in a group in the name of a channel.
    ///
    /// # Errors
    ///
    /// As [`World::say`]; [`Refused::Banned`] if the channel is banned here.
    pub fn say_as_channel(&mut self, chat: i64, user: i64, channel: i64, text: &str) -> Result<i64, Refused> {
        if self.existing(chat)?.banned_sender_chats.contains(&channel) {
            return Err(Refused::Banned);
        }
        self.existing(channel)?;
        let stand_in = Message { author: Some(user), sender_chat: Some(channel), ..Message::text(CHANNEL_BOT, text) };
        self.speak(chat, user, stand_in)
    }

    /// `user` answers a message in the name of a channel.
    ///
    /// # Errors
    ///
    /// As [`World::say_as_channel`]; [`Refused::NoSuchMessage`].
    pub fn reply_as_channel(
        &mut self,
        chat: i64,
        user: i64,
        channel: i64,
        message: i64,
        text: &str,
    ) -> Result<i64, Refused> {
        let group = self.existing(chat)?;
        if group.banned_sender_chats.contains(&channel) {
            return Err(Refused::Banned);
        }
        let thread_id = group.messages.find(message).ok_or(Refused::NoSuchMessage)?.thread_id;
        self.existing(channel)?;
        let stand_in = Message { author: Some(user), sender_chat: Some(channel), ..Message::text(CHANNEL_BOT, text) };
        self.speak(chat, user, Message { reply_to: Some(message), thread_id, ..stand_in })
    }

    /// `admin` writes anonymously, in the name of the group.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`] unless they are an administrator.
    pub fn say_anonymously(&mut self, chat: i64, admin: i64, text: &str) -> Result<i64, Refused> {
        if !self.is_admin(chat, admin) {
            return Err(Refused::NotEnoughRights);
        }
        let stand_in = Message::text(GROUP_ANONYMOUS_BOT, text);
        self.speak(chat, admin, Message { author: Some(admin), sender_chat: Some(chat), ..stand_in })
    }

    /// The channel posts, and Telegram copies the post into its discussion group; answers the copy's id there.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] unless it is a channel with a discussion group.
    pub fn forward_channel_post(&mut self, channel: i64, text: &str) -> Result<i64, Refused> {
        let found = self.existing(channel)?;
        let group = found.linked_chat.filter(|_| found.kind == ChatKind::Channel).ok_or(Refused::WrongKindOfChat)?;
        let creator = found.creator().ok_or(Refused::NoSuchUser)?;
        let post = self.say(channel, creator, text)?;
        let copy = Message {
            sender_chat: Some(channel),
            copy_of: Some((channel, post)),
            entities: entities::detect(text),
            ..Message::text(TELEGRAM, text)
        };
        Ok(self.put_message(Place::Chat(group), copy))
    }

    pub(super) fn speak(&mut self, chat: i64, user: i64, mut message: Message) -> Result<i64, Refused> {
        self.check_can_say(chat, user)?;
        if !self.may_write_in_topic(chat, user, message.thread_id) {
            return Err(Refused::TopicClosed);
        }
        message.entities = entities::detect(&message.text);
        if self.kind(chat) == ChatKind::Channel {
            message = Message { from: None, author: Some(user), sender_chat: Some(chat), ..message };
        }
        Ok(self.put_message(Place::Chat(chat), message))
    }

    /// Whether `user` may write in `chat`.
    pub(super) fn check_can_say(&self, chat: i64, user: i64) -> Result<(), Refused> {
        self.check_user(user)?;
        let group = self.existing(chat)?;
        let status = group.status(user, self.now());
        if group.kind == ChatKind::Channel {
            let may_post = status.rights().contains(Rights::POST_MESSAGES);
            return if may_post { Ok(()) } else { Err(Refused::NotEnoughRights) };
        }
        if matches!(status, Status::Kicked { .. }) {
            return Err(Refused::Banned);
        }
        let welcomes_commenters = group.is_discussion_group() && !group.join_to_send_messages;
        if !status.is_member() && !welcomes_commenters {
            return Err(Refused::NotAMember);
        }
        if self.is_muted(chat, user) { Err(Refused::Muted) } else { Ok(()) }
    }
}
