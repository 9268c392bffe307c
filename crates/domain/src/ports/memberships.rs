//! The memberships of people in channels, cached.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use super::BotApiError;
use crate::{ChannelId, UserId, chat_member::Membership};

/// For how long «not a member» counts as confirmed, from when Telegram was asked: a person's messages of a few seconds
/// make one look-up, and whoever has joined since is not muted for what was cached before.
pub const CONFIRMED_FOR: Duration = Duration::from_secs(3);

/// The memberships of people in channels: cached where possible, looked up where not.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Memberships: Send + Sync {
    /// The cached memberships and, for what is not cached, those looked up, one call at a time for each person and
    /// channel.
    ///
    /// A look-up that fails leaves `Unknown`, which is cached only for a moment; in the order of `channels`.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// The same without the cache, which then holds the answers.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// The same for somebody who has pressed a button and waits for the answer: the look-up does not wait behind those
    /// that nobody has pressed for, but for one of the same membership that is on its way already.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get_fresh_for_press(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// As [`get`](Self::get), but «not a member» that is older than [`CONFIRMED_FOR`] is looked up again: for whoever is
    /// about to mute or to delete.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get_confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// As [`get_confirmed`](Self::get_confirmed), for a sweep: what is looked up takes no turn of what somebody waits for,
    /// where there are turns.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes a look-up wait.
    async fn get_confirmed_for_sweep(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.get_confirmed(user, channels).await
    }

    /// Caches what an update says; `Unknown` removes it from the cache.
    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership);

    /// Removes a whole channel from the cache: the bot's rights there have changed.
    async fn forget_channel(&self, channel: ChannelId);
}

/// A look-up that Telegram makes wait (429).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("flood control: retry after {} s", .0.as_secs())]
pub struct FloodWait(pub Duration);

impl From<FloodWait> for BotApiError {
    fn from(FloodWait(wait): FloodWait) -> Self {
        Self::RetryAfter(wait)
    }
}
