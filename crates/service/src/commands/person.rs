//! The person whom a command means.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, UserId,
    command::PersonReference,
    event::GroupMessage,
    message::OutgoingMessage,
    ports::{BotApi, BotApiError, GroupMemberRepository},
    sender::Person,
};
use portcullis_messages::{Language, Texts};

use crate::{Setback, outgoing::SeenMembers};

/// Finds out whom commands mean.
#[derive(Clone)]
pub(crate) struct PersonFinder {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) seen: Arc<SeenMembers>,
}

/// Whom a command means.
pub(super) enum PersonMeant {
    /// This person, with their name where it is known.
    Known(UserId, Option<String>),
    /// Nobody is named.
    Nobody,
    /// Somebody, and it is not clear who.
    Unclear(UnclearPerson),
}

/// Why it is not clear whom a command means.
pub(super) enum UnclearPerson {
    /// One of several, and nobody can tell which.
    OneOf(Vec<Person>),
    /// Nobody was seen in this group by this public name.
    Unseen(String),
    /// What was written names nobody.
    Unreadable(String),
}

impl UnclearPerson {
    /// What is said to whoever gave the command, which begins with a `/`.
    pub(super) fn explain(&self, texts: &Texts, language: Language, command: &str) -> OutgoingMessage {
        match self {
            Self::OneOf(people) => texts.which_person(language, command, people),
            Self::Unseen(name) => texts.unseen_username(language, name),
            Self::Unreadable(word) => texts.unreadable_person(language, word),
        }
    }
}

impl PersonFinder {
    /// The person whom a command in this message means.
    pub(super) async fn find(
        &self,
        message: &GroupMessage,
        reference: PersonReference,
    ) -> Result<PersonMeant, Setback> {
        Ok(match (reference, message.reply_to.as_slice()) {
            (PersonReference::User(user), _) => PersonMeant::Known(user, None),
            (PersonReference::Username(name), _) => self.find_by_username(message, name).await?,
            (PersonReference::Unreadable(word), _) => PersonMeant::Unclear(UnclearPerson::Unreadable(word)),
            (PersonReference::Replied, [Person { id, name, .. }]) => PersonMeant::Known(*id, Some(name.clone())),
            (PersonReference::Replied, []) => PersonMeant::Nobody,
            (PersonReference::Replied, several) => PersonMeant::Unclear(UnclearPerson::OneOf(several.to_vec())),
        })
    }

    /// Names change hands: whoever was seen by this one counts only if it is theirs still.
    async fn find_by_username(&self, message: &GroupMessage, name: String) -> Result<PersonMeant, Setback> {
        // Names are written in batches, so those of the last seconds are asked for too.
        self.seen.flush().await?;
        let group = message.group();
        let meant = match self.group_members.find_by_username(group, &name).await? {
            Some(user) if self.is_called(group, user, &name).await? => Some(user),
            _ => None,
        };
        let name = format!("@{name}");
        Ok(match meant {
            Some(user) => PersonMeant::Known(user, Some(name)),
            None => PersonMeant::Unclear(UnclearPerson::Unseen(name)),
        })
    }

    async fn is_called(&self, group: GroupId, user: UserId, name: &str) -> Result<bool, Setback> {
        match self.api.get_username(group.into(), user).await {
            Ok(now) => Ok(now.is_some_and(|now| now.eq_ignore_ascii_case(name))),
            Err(BotApiError::UserUnknown) => Ok(false),
            Err(error) => Err(Setback::in_group(group)(error)),
        }
    }
}
