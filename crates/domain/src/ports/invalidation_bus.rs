//! How the instances on one database learn what has changed on another.

use async_trait::async_trait;

use super::StoreError;
use crate::{ChannelId, GroupId, UserId};

/// What changed on one instance, and every other must remove from its caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Whether a person is in a channel.
    Membership(UserId, ChannelId),
    /// What the bot may see in a channel.
    Channel(ChannelId),
    /// A group's policy, channels or exemptions.
    Group(GroupId),
    /// The administrators of a group.
    Administrators(GroupId),
    /// Which sweeps are ordered: nothing of them is cached, whoever carries them out looks.
    Sweeps,
    /// Which releases are ordered, in the same way.
    Releases,
    /// Whatever is cached, and what [`Sweeps`](Self::Sweeps) and [`Releases`](Self::Releases) say too.
    Everything,
}

/// What the instances publish to each other.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InvalidationBus: Send + Sync {
    /// Publishes changes to every other instance that is subscribed. After an error some may have been published.
    async fn publish(&self, changes: &[Change]) -> Result<(), StoreError>;

    /// From now on receives what the other instances publish.
    async fn subscribe(&self) -> Result<Box<dyn InvalidationSubscription>, StoreError>;
}

/// What the other instances publish, none missing until an error.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InvalidationSubscription: Send {
    /// Waits for the next changes; a future that is dropped loses none.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may be missing, and none will come any more.
    async fn receive(&mut self) -> Result<Vec<Change>, StoreError>;
}
