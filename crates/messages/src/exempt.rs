//! The answers to `/exempt` and `/unexempt`.

use portcullis_domain::{UserId, html::Html, message::OutgoingMessage, sender::Person};

use crate::{
    Language, Texts,
    foreign::{code, typed},
};

/// What the list may take of a message.
const LIST_ROOM: usize = 3_400;

impl Texts {
    /// The person is never checked from now on.
    #[must_use]
    pub fn exempted(&self, language: Language, user: UserId, name: Option<&str>) -> OutgoingMessage {
        self.about(language, "exempted", user, name)
    }

    /// The person was exempt before.
    #[must_use]
    pub fn already_exempt(&self, language: Language, user: UserId, name: Option<&str>) -> OutgoingMessage {
        self.about(language, "already-exempt", user, name)
    }

    /// The person is checked again from now on.
    #[must_use]
    pub fn unexempted(&self, language: Language, user: UserId, name: Option<&str>) -> OutgoingMessage {
        self.about(language, "unexempted", user, name)
    }

    /// The person was not exempt.
    #[must_use]
    pub fn was_not_exempt(&self, language: Language, user: UserId, name: Option<&str>) -> OutgoingMessage {
        self.about(language, "was-not-exempt", user, name)
    }

    /// An admin un-muted someone who is outside the channels, which counts as an exemption.
    #[must_use]
    pub fn exempted_by_unmute(&self, language: Language, user: UserId, name: Option<&str>) -> OutgoingMessage {
        let arguments = [
            ("person", self.mention_or_id(language, user, name).into()),
            ("id", Html::escape(&user.to_string()).into()),
        ];
        self.message(language, "exempted-by-unmute", &arguments)
    }

    /// The command answers a line about several people: it must say which of them it means.
    #[must_use]
    pub fn which_person(&self, language: Language, command: &str, people: &[Person]) -> OutgoingMessage {
        let line = |person: &Person| {
            let mention = self.mention_or_id(language, person.id, Some(&person.name));
            let command = code(language, &format!("{command} {}", person.id));
            Html::trusted(format!("{mention}: {command}"))
        };
        let lines: Vec<Html> = people.iter().map(line).collect();
        let list = self.bullets(language, &lines, 0, LIST_ROOM);
        self.message(language, "which-person", &[("people", list.into())])
    }

    /// A word is no person's id.
    #[must_use]
    pub fn unreadable_person(&self, language: Language, text: &str) -> OutgoingMessage {
        self.message(language, "unreadable-person", &[("word", typed(language, text).into())])
    }

    /// Nobody was seen in the group by this public name, `@` and all: what to do instead.
    #[must_use]
    pub fn unseen_username(&self, language: Language, name: &str) -> OutgoingMessage {
        self.message(language, "unseen-username", &[("word", typed(language, name).into())])
    }

    fn about(&self, language: Language, key: &str, user: UserId, name: Option<&str>) -> OutgoingMessage {
        self.message(language, key, &[("person", self.mention_or_id(language, user, name).into())])
    }
}
