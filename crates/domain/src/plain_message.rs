//! What nearly every update is: a member writes, and nothing follows from it.

use std::borrow::Cow;

use crate::{GroupId, ThreadId, Timestamp, UserId, event::Lane, update_kind::UpdateKind};

/// As much of a person's new message in a group as the gate needs to let it stand, borrowed from where it was read. It is
/// no command.
///
/// It is read from an update's JSON without a copy of anything, so that a message from a member costs next to nothing.
/// Whatever has consequences is read in full, as a [`GroupMessage`](crate::event::GroupMessage).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainMessage<'a> {
    /// The group.
    pub group: GroupId,
    /// The group's title: untrusted text.
    pub title: Cow<'a, str>,
    /// The forum topic it stands in, if it stands in one.
    pub thread: Option<ThreadId>,
    /// Its author.
    pub user: UserId,
    /// When it was sent.
    pub date: Timestamp,
}

impl PlainMessage<'_> {
    /// What [`Event::kind`](crate::event::Event::kind) gives for the same message.
    pub const KIND: UpdateKind = UpdateKind::Message;

    /// Its author's lane.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        Lane::of_person(self.user)
    }
}
