//! Requests to join channels that wait for their admins.

use async_trait::async_trait;

use super::StoreError;
use crate::{ChannelId, Timestamp, UserId, pending_join_request::PendingJoinRequest};

/// The requests to join channels of which updates have told: Telegram has no list of them.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PendingJoinRequests: Send + Sync {
    /// Notes a request; of two by one person for one channel, the newer stays.
    async fn put(&self, request: PendingJoinRequest) -> Result<(), StoreError>;

    /// Ends a person's request to join a channel, if it was made by this moment: they have joined, left or been removed then.
    async fn end(&self, channel: ChannelId, user: UserId, by: Timestamp) -> Result<(), StoreError>;

    /// Those of `channels` that a person has asked to join since this moment, in any order.
    async fn list_of(
        &self,
        user: UserId,
        channels: &[ChannelId],
        since: Timestamp,
    ) -> Result<Vec<ChannelId>, StoreError>;

    /// Forgets requests from before this moment; how many they were.
    async fn prune(&self, before: Timestamp) -> Result<u64, StoreError>;
}
