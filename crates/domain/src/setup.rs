//! Setting a group up without typing: what is remembered between one tap and the next.

use std::time::Duration;

use crate::{GroupId, sender::Person};

/// How long a set-up that was begun can be gone on with.
pub const SETUP_LASTS: Duration = Duration::from_hours(24);

/// A set-up whose channel is chosen, and which goes on by itself as soon as the bot is an administrator there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingSetup {
    /// The person who chose the channel; the name is not remembered.
    pub by: Person,
    /// The group that is set up.
    pub group: GroupId,
}

/// What the bot has become in a group: each is greeted in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arrival {
    /// A member without rights.
    Member,
    /// An administrator.
    Administrator,
}
