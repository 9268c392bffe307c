//! What happens in Telegram, in the gate's words.

use std::time::Duration;

use crate::{
    ChannelId, ChatId, GroupId, MessageId, SetupId, ThreadId, Timestamp, UpdateId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    command::Command,
    message::Place,
    sender::{Person, Sender},
    setup::Arrival,
    update_kind::UpdateKind,
};

/// One update, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Its number.
    pub id: UpdateId,
    /// What happened.
    pub event: Event,
}

impl Update {
    /// The same as one update for each person whom it concerns, so that each is carried out in its own person's lane.
    ///
    /// Only a service message about several people concerns more than one. The parts have ids of their own, see
    /// [`UpdateId::part`], and are the same each time, so that an update that comes again is known by them.
    pub fn parts(self) -> impl Iterator<Item = Self> {
        let id = self.id;
        // Nearly every update is a whole, and allocates nothing here.
        let (whole, parts) = match self.event {
            Event::NewChatMembers(joined) if joined.people.len() > 1 => {
                let of_person = |number: u16| {
                    let event = joined.part(number.into()).map_or(Event::Other, Event::NewChatMembers);
                    Self { id: id.part(number), event }
                };
                (None, (0..).take(joined.people.len()).map(of_person).collect())
            }
            event => (Some(Self { id, event }), Vec::new()),
        };
        whole.into_iter().chain(parts)
    }

    /// The part of it that its id stands for: all of it, unless that is the id of a part.
    #[must_use]
    pub fn into_part(self) -> Self {
        let (id, Some(number)) = (self.id, self.id.part_number()) else { return self };
        let event = match self.event {
            // Nobody makes an id of a part that is not there; it stands for nothing.
            Event::NewChatMembers(joined) => joined.part(number).map_or(Event::Other, Event::NewChatMembers),
            _ => Event::Other,
        };
        Self { id, event }
    }
}

/// What happened.
/// <https://core.telegram.org/bots/api#update>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody spoke in a group, or edited what they had said.
    GroupMessage(GroupMessage),
    /// The service message that people joined a group.
    NewChatMembers(NewChatMembers),
    /// Somebody wrote to the bot in private.
    PrivateMessage(PrivateMessage),
    /// Somebody chose a channel in private, for a group that they set up.
    ChatShared(ChatShared),
    /// A person's status in a chat changed.
    ChatMember(ChatMemberUpdated),
    /// The bot's own status in a chat changed.
    MyChatMember(ChatMemberUpdated),
    /// Somebody asked to join a chat.
    ChatJoinRequest(ChatJoinRequest),
    /// Somebody pressed a button.
    CallbackQuery(CallbackQuery),
    /// A basic group became a supergroup.
    Migrated(Migration),
    /// Something that concerns no gate: a service message, a post in a channel, a kind of update not asked for.
    Other,
}

/// A message in a group.
/// <https://core.telegram.org/bots/api#message>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMessage {
    /// The group.
    pub chat: Chat,
    /// The message.
    pub id: MessageId,
    /// The forum topic it stands in, if it stands in one.
    pub thread: Option<ThreadId>,
    /// Outside forums, the first message of the chain of answers it belongs to, if it belongs to one.
    pub root: Option<MessageId>,
    /// The person or chat that speaks.
    pub sender: Sender,
    /// When it was sent or, if `edited`, edited.
    pub date: Timestamp,
    /// Whether this is a new version of an older message.
    pub edited: bool,
    /// The text that its sender typed, where there is one; captions are not commands, and neither is what others wrote: a
    /// forwarded message, the result of an inline bot, the words of a guest bot.
    pub text: Option<String>,
    /// The people whom the message that it answers is about: its author or, of a service message, whoever joined by it
    /// or was removed.
    pub reply_to: Vec<Person>,
}

impl GroupMessage {
    /// Whether this is an edit that was made too long ago to be what the update tells of.
    #[must_use]
    pub fn is_old_edit(&self, now: Timestamp) -> bool {
        self.edited && now.since(self.date) > EDIT_IS_NEW_FOR
    }

    /// The group it stands in.
    #[must_use]
    pub fn group(&self) -> GroupId {
        self.chat.id.into()
    }

    /// Where in the group it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { thread: self.thread, root: self.root }
    }

    /// The command in it to the bot that is called `username`: only in a first version, by a person or an anonymous
    /// administrator.
    #[must_use]
    pub fn command(&self, username: &str) -> Option<Command> {
        let may_command = matches!(self.sender, Sender::Person(_) | Sender::AnonymousAdministrator);
        let text = self.text.as_deref().filter(|_| may_command && !self.edited)?;
        Command::parse(text, username)
    }
}

/// How long after an edit an update still tells of it: an update with an older date tells of something else.
///
/// Somebody else's reaction to a message arrives as an edit of it, without a date or with that of the last edit.
/// <https://github.com/tdlib/telegram-bot-api/issues/388>
pub const EDIT_IS_NEW_FOR: Duration = Duration::from_mins(1);

/// The service message that people joined a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChatMembers {
    /// The group.
    pub chat: Chat,
    /// The people who joined; bots are left out.
    pub people: Vec<Person>,
    /// When they joined.
    pub date: Timestamp,
    /// The line in the chat that says so, where it is for this event to decide whether it stays.
    pub line: Option<JoinLine>,
}

impl NewChatMembers {
    /// What it says of one of the people. That of the first alone decides about the line, which is one for all.
    fn part(&self, number: usize) -> Option<Self> {
        let person = self.people.get(number)?.clone();
        let line = self.line.clone().filter(|_| number == 0);
        Some(Self { chat: self.chat.clone(), people: vec![person], date: self.date, line })
    }
}

/// The line in a group that says who joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinLine {
    /// The message.
    pub id: MessageId,
    /// Everybody whom it says to have joined, all of them people: one that names a bot is for nobody to remove.
    pub people: Vec<UserId>,
}

/// A message to the bot in private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateMessage {
    /// The person who writes; the chat has the same id.
    pub from: Person,
    /// The message.
    pub id: MessageId,
    /// The text that the person typed, if there is one: what others wrote holds no commands.
    pub text: Option<String>,
    /// The payload of the deep link in the message of the bot's own that this one answers. Nobody but the bot can have
    /// written it there.
    pub answers: Option<String>,
}

/// The service message that somebody chose a channel.
///
/// That it was chosen proves nothing: neither that the person administers it nor that the bot may look into it.
/// <https://core.telegram.org/bots/api#chatshared>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatShared {
    /// The person who chose; the private chat has the same id.
    pub from: Person,
    /// What it was chosen for.
    pub setup: SetupId,
    /// The channel.
    pub channel: ChannelId,
    /// Its title, where Telegram names it.
    pub title: Option<String>,
}

/// How long after a status changed an update about it is believed.
pub const CHANGE_IS_NEW_FOR: Duration = Duration::from_mins(1);

/// A status that changed.
/// <https://core.telegram.org/bots/api#chatmemberupdated>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatMemberUpdated {
    /// The chat in which it changed.
    pub chat: Chat,
    /// The user who changed it: the person, an admin, or a bot.
    pub by: UserId,
    /// The language of that user's client, where Telegram names it.
    pub by_language_code: Option<String>,
    /// Whether `by` is a bot, this one included, and stands for no person: that of anonymous administrators does.
    pub is_by_bot: bool,
    /// The person or bot whose status it is.
    pub person: Person,
    /// Whether `person` is a bot.
    pub is_bot: bool,
    /// The status before.
    pub old: ChatMemberStatus,
    /// The status after.
    pub new: ChatMemberStatus,
    /// When it changed.
    pub date: Timestamp,
}

impl ChatMemberUpdated {
    /// What the bot has become by this change of its own status, if it was less before: a change of an administrator's rights
    /// is no arrival.
    #[must_use]
    pub fn arrival(&self) -> Option<Arrival> {
        if self.new.is_administrator() {
            return (!self.old.is_administrator()).then_some(Arrival::Administrator);
        }
        let has_come = self.old.membership() == Membership::NotMember && self.new.membership() == Membership::Member;
        has_come.then_some(Arrival::Member)
    }

    /// Whether the person could not write before the change and can now: wholly or in part, in the group or as somebody
    /// who comments from outside.
    #[must_use]
    pub const fn is_unmute(&self) -> bool {
        match (self.old, self.new) {
            (ChatMemberStatus::Restricted(old), _) if old.can_send_messages => false,
            (ChatMemberStatus::Restricted(_), ChatMemberStatus::Member) => true,
            (ChatMemberStatus::Restricted(_), ChatMemberStatus::Restricted(new)) => new.can_send_messages,
            // Whoever was in the group has been removed from it, and not un-muted.
            (ChatMemberStatus::Restricted(old), ChatMemberStatus::Left) => !old.is_member,
            _ => false,
        }
    }

    /// Whether a person has come to be in the chat, and not as one of its administrators.
    #[must_use]
    pub fn is_join(&self) -> bool {
        let is_person = !self.is_bot && !self.new.is_administrator();
        is_person && self.old.membership() == Membership::NotMember && self.new.membership() == Membership::Member
    }

    /// Whether it changed so long ago that it may have changed again since: the update was late, or comes again.
    #[must_use]
    pub fn is_old(&self, now: Timestamp) -> bool {
        now.since(self.date) > CHANGE_IS_NEW_FOR
    }
}

/// A request to join a chat, which waits for its admins. Nothing tells of it when they decline it, or when the person takes
/// it back.
/// <https://core.telegram.org/bots/api#chatjoinrequest>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatJoinRequest {
    /// The chat.
    pub chat: Chat,
    /// The person who asks.
    pub from: Person,
    /// When they asked.
    pub date: Timestamp,
}

/// A pressed button.
/// <https://core.telegram.org/bots/api#callbackquery>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackQuery {
    /// What the answer must name.
    pub id: String,
    /// The person who pressed it.
    pub from: Person,
    /// The chat of the message with the button, where Telegram names it.
    pub chat: Option<ChatId>,
    /// That message, where Telegram names it.
    pub message: Option<MessageId>,
    /// What the button carries: anybody can forge it.
    pub data: Option<String>,
}

/// A basic group that became a supergroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The id that no longer works.
    pub from: GroupId,
    /// The id that took its place.
    pub to: GroupId,
}

/// A chat as an update names it.
/// <https://core.telegram.org/bots/api#chat>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// Its id.
    pub id: ChatId,
    /// What it is.
    pub kind: ChatKind,
    /// Its title; empty for a private chat.
    pub title: String,
    /// Its public name without the `@`.
    pub username: Option<String>,
}

/// What a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChatKind {
    /// A conversation with one person.
    Private,
    /// A basic group, in which single people can't be muted.
    BasicGroup,
    /// A supergroup.
    Supergroup,
    /// A channel.
    Channel,
}

impl ChatKind {
    /// Whether it is a group of either kind.
    #[must_use]
    pub const fn is_group(self) -> bool {
        matches!(self, Self::BasicGroup | Self::Supergroup)
    }
}

/// What keeps events in order: those of one lane are carried out one after the other, different lanes' at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane(pub i64);

impl Lane {
    /// The lane of what a person does and of what happens to them.
    #[must_use]
    pub const fn of_person(user: UserId) -> Self {
        Self(user.0)
    }
}

impl Event {
    /// The lane of this event: the person it is about; where it is about none, or hides who it is, the chat.
    ///
    /// A person's id is positive and a group's negative, so that no person shares a lane with a group.
    #[must_use]
    pub fn lane(&self) -> Lane {
        match self {
            Self::GroupMessage(message) => match &message.sender {
                Sender::Person(person) => Lane::of_person(person.id),
                _ => Lane(message.chat.id.0),
            },
            Self::NewChatMembers(joined) => {
                joined.people.first().map_or(Lane(joined.chat.id.0), |person| Lane::of_person(person.id))
            }
            Self::PrivateMessage(message) => Lane::of_person(message.from.id),
            Self::ChatShared(shared) => Lane::of_person(shared.from.id),
            Self::ChatMember(change) => Lane::of_person(change.person.id),
            Self::MyChatMember(change) => Lane(change.chat.id.0),
            Self::ChatJoinRequest(request) => Lane::of_person(request.from.id),
            Self::CallbackQuery(query) => Lane::of_person(query.from.id),
            Self::Migrated(migration) => Lane(migration.from.0),
            Self::Other => Lane(0),
        }
    }

    /// The chat with its title and public name as they were when this happened, and when that was.
    #[must_use]
    pub const fn described_chat(&self) -> Option<(&Chat, Timestamp)> {
        match self {
            Self::GroupMessage(message) => Some((&message.chat, message.date)),
            Self::NewChatMembers(joined) => Some((&joined.chat, joined.date)),
            Self::ChatMember(change) | Self::MyChatMember(change) => Some((&change.chat, change.date)),
            Self::ChatJoinRequest(request) => Some((&request.chat, request.date)),
            Self::PrivateMessage(_)
            | Self::ChatShared(_)
            | Self::CallbackQuery(_)
            | Self::Migrated(_)
            | Self::Other => None,
        }
    }

    /// Its kind, for logs and metrics.
    #[must_use]
    pub const fn kind(&self) -> UpdateKind {
        match self {
            Self::GroupMessage(message) if message.edited => UpdateKind::EditedMessage,
            Self::GroupMessage(_)
            | Self::NewChatMembers(_)
            | Self::PrivateMessage(_)
            | Self::ChatShared(_)
            | Self::Migrated(_) => UpdateKind::Message,
            Self::ChatMember(_) => UpdateKind::ChatMember,
            Self::MyChatMember(_) => UpdateKind::MyChatMember,
            Self::ChatJoinRequest(_) => UpdateKind::ChatJoinRequest,
            Self::CallbackQuery(_) => UpdateKind::CallbackQuery,
            Self::Other => UpdateKind::Other,
        }
    }

    /// When it happened, by Telegram's clock, where the update says so.
    #[must_use]
    pub const fn date(&self) -> Option<Timestamp> {
        match self {
            Self::GroupMessage(message) => Some(message.date),
            Self::NewChatMembers(joined) => Some(joined.date),
            Self::ChatMember(change) | Self::MyChatMember(change) => Some(change.date),
            Self::ChatJoinRequest(request) => Some(request.date),
            _ => None,
        }
    }

    /// The chat it happened in, where there is one.
    #[must_use]
    pub const fn chat(&self) -> Option<ChatId> {
        match self {
            Self::GroupMessage(message) => Some(message.chat.id),
            Self::NewChatMembers(joined) => Some(joined.chat.id),
            Self::PrivateMessage(message) => Some(ChatId(message.from.id.0)),
            Self::ChatShared(shared) => Some(ChatId(shared.from.id.0)),
            Self::ChatMember(change) | Self::MyChatMember(change) => Some(change.chat.id),
            Self::ChatJoinRequest(request) => Some(request.chat.id),
            Self::CallbackQuery(query) => query.chat,
            Self::Migrated(migration) => Some(ChatId(migration.from.0)),
            Self::Other => None,
        }
    }

    /// The person it is about, where there is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::GroupMessage(message) => message.sender.person().map(|person| person.id),
            Self::NewChatMembers(joined) => joined.people.first().map(|person| person.id),
            Self::PrivateMessage(message) => Some(message.from.id),
            Self::ChatShared(shared) => Some(shared.from.id),
            Self::ChatMember(change) | Self::MyChatMember(change) => Some(change.person.id),
            Self::ChatJoinRequest(request) => Some(request.from.id),
            Self::CallbackQuery(query) => Some(query.from.id),
            Self::Migrated(_) | Self::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{administrator_rights::AdministratorRights, chat_member::RestrictedMember};

    const LEFT: ChatMemberStatus = ChatMemberStatus::Left;
    const MEMBER: ChatMemberStatus = ChatMemberStatus::Member;

    const fn restricted(is_member: bool, can_send_messages: bool) -> ChatMemberStatus {
        ChatMemberStatus::Restricted(RestrictedMember { is_member, can_send_messages, until: None })
    }

    fn change(old: ChatMemberStatus, new: ChatMemberStatus) -> ChatMemberUpdated {
        let chat = Chat { id: ChatId(-1), kind: ChatKind::Supergroup, title: String::new(), username: None };
        let person = Person { id: UserId(7), name: String::new(), username: None, language_code: None };
        let (by, date) = (UserId(1), Timestamp(0));
        ChatMemberUpdated { chat, by, by_language_code: None, is_by_bot: false, person, is_bot: false, old, new, date }
    }

    fn is_unmute(old: ChatMemberStatus, new: ChatMemberStatus) -> bool {
        change(old, new).is_unmute()
    }

    #[test]
    fn whoever_comes_to_be_in_the_chat_joins_unless_they_administer_it_or_are_a_bot() {
        assert!(change(LEFT, MEMBER).is_join());
        assert!(change(ChatMemberStatus::Kicked, restricted(true, false)).is_join());
        for (old, new) in [(MEMBER, restricted(true, false)), (MEMBER, LEFT), (LEFT, ChatMemberStatus::Creator)] {
            assert!(!change(old, new).is_join(), "{old:?} {new:?}");
        }
        assert!(!ChatMemberUpdated { is_bot: true, ..change(LEFT, MEMBER) }.is_join());
    }

    #[test]
    fn the_bot_arrives_as_a_member_and_as_an_administrator_and_not_by_other_rights() {
        let admin = ChatMemberStatus::Administrator;
        let (all, none) = (admin(AdministratorRights::ALL), admin(AdministratorRights::default()));
        assert_eq!(change(LEFT, all).arrival(), Some(Arrival::Administrator));
        assert_eq!(change(MEMBER, none).arrival(), Some(Arrival::Administrator));
        assert_eq!(change(LEFT, MEMBER).arrival(), Some(Arrival::Member));
        for (old, new) in [(none, all), (all, MEMBER), (MEMBER, LEFT), (restricted(true, false), MEMBER)] {
            assert_eq!(change(old, new).arrival(), None, "{old:?} {new:?}");
        }
    }

    #[test]
    fn whoever_could_not_write_and_now_can_is_un_muted_also_in_part_and_outside_the_group() {
        assert!(is_unmute(restricted(true, false), MEMBER));
        assert!(is_unmute(restricted(true, false), restricted(true, true)));
        assert!(is_unmute(restricted(false, false), LEFT));
        assert!(is_unmute(restricted(false, false), restricted(false, true)));
    }

    #[test]
    fn a_removal_a_promotion_and_a_change_of_what_may_be_sent_un_mute_nobody() {
        for (old, new) in [
            (restricted(true, false), LEFT),
            (restricted(true, false), ChatMemberStatus::Kicked),
            (restricted(true, false), ChatMemberStatus::Creator),
            (restricted(true, false), restricted(false, false)),
            (restricted(true, true), MEMBER),
            (MEMBER, MEMBER),
        ] {
            assert!(!is_unmute(old, new), "{old:?} {new:?}");
        }
    }
}
