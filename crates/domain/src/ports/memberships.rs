//! Who is in which channel, remembered.

use async_trait::async_trait;
use thiserror::Error;

use super::BotApiError;
use crate::{ChannelId, UserId, chat_member::Membership};

/// The memberships of people in channels: remembered where possible, looked up where not.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Memberships: Send + Sync {
    /// What anybody knows: remembered or, for what is not, looked up, one call at a time for each person and channel.
    ///
    /// A look-up that fails leaves `Unknown`, which is remembered only for a moment; in the order of `channels`.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// The same, past everything remembered, and remembers the answers.
    ///
    /// # Errors
    ///
    /// [`FloodWait`]: Telegram makes the look-up wait.
    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait>;

    /// Remembers what Telegram has told unasked; `Unknown` makes it forget.
    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership);

    /// Forgets a whole channel: the bot's rights there have changed.
    async fn forget_channel(&self, channel: ChannelId);
}

/// A look-up that Telegram makes wait (429).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("flood control: retry after {} s", .0.as_secs())]
pub struct FloodWait(pub std::time::Duration);

impl From<FloodWait> for BotApiError {
    fn from(FloodWait(wait): FloodWait) -> Self {
        Self::RetryAfter(wait)
    }
}
