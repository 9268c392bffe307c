//! The person whom a command means.

use portcullis_domain::{UserId, command::PersonReference, event::GroupMessage, sender::Person};

/// Whom a command means.
pub(super) enum PersonMeant {
    /// This person, with their name where the message shows it.
    Known(UserId, Option<String>),
    /// Nobody is named.
    Nobody,
    /// One of several, and nobody can tell which.
    OneOf(Vec<Person>),
    /// What was written names nobody.
    Unreadable(String),
}

/// The person whom a command in this message means.
pub(super) fn person_meant(message: &GroupMessage, reference: PersonReference) -> PersonMeant {
    match (reference, message.reply_to.as_slice()) {
        (PersonReference::User(user), _) => PersonMeant::Known(user, None),
        (PersonReference::Unreadable(word), _) => PersonMeant::Unreadable(word),
        (PersonReference::Replied, [Person { id, name, .. }]) => PersonMeant::Known(*id, Some(name.clone())),
        (PersonReference::Replied, []) => PersonMeant::Nobody,
        (PersonReference::Replied, several) => PersonMeant::OneOf(several.to_vec()),
    }
}
