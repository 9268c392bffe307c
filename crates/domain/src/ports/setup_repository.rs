//! Set-ups that were begun, and greetings that were given.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    ChannelId, GroupId, MessageId, SetupId, Timestamp, UserId,
    sender::Person,
    setup::{Arrival, WaitingSetup},
};

/// The set-ups that people have begun: one for each person and group, forgotten after [`SETUP_LASTS`].
///
/// # Errors
///
/// All methods: [`StoreError`].
///
/// [`SETUP_LASTS`]: crate::setup::SETUP_LASTS
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SetupRepository: Send + Sync {
    /// A person begins to set a group up, or does so again.
    async fn begin(&self, by: &Person, group: GroupId, at: Timestamp) -> Result<SetupId, StoreError>;

    /// The group of a set-up that this person began, and nobody else; `None` if it is forgotten, or never was.
    async fn find_group(&self, user: UserId, setup: SetupId, now: Timestamp) -> Result<Option<GroupId>, StoreError>;

    /// A person chose a channel for a group: from now on the set-up waits for the bot to be an administrator there.
    async fn wait_for(&self, by: &Person, group: GroupId, channel: ChannelId, at: Timestamp) -> Result<(), StoreError>;

    /// The set-ups that wait for a channel.
    async fn list_waiting(&self, channel: ChannelId, now: Timestamp) -> Result<Vec<WaitingSetup>, StoreError>;

    /// Ends the wait of a person's set-up for a channel; `false` if it was not waiting, or somebody else has ended it.
    async fn end_wait(&self, user: UserId, group: GroupId, channel: ChannelId) -> Result<bool, StoreError>;

    /// Notes that the bot's arrival at this moment is greeted; `false` if that one, or a later one, was greeted before.
    async fn claim_greeting(&self, group: GroupId, arrival: Arrival, at: Timestamp) -> Result<bool, StoreError>;

    /// Notes the message that greets a group now.
    ///
    /// In the same step: the one that stood there before is to be removed at `at`.
    async fn note_greeting(&self, group: GroupId, message: MessageId, at: Timestamp) -> Result<(), StoreError>;

    /// Has the message removed at `at` that greets a group; `false` if none stands there.
    async fn remove_greeting(&self, group: GroupId, at: Timestamp) -> Result<bool, StoreError>;
}
