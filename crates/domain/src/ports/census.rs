//! How much there is of what an operator watches.

use async_trait::async_trait;

use super::StoreError;

/// Counts what is stored, for whoever runs the bot; no use case decides anything by it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Census: Send + Sync {
    /// Counts it all.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn take(&self) -> Result<CensusCounts, StoreError>;
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CensusCounts {
    /// Groups whose gate is on and which have a channel.
    pub protected_groups: u64,
    /// People who are muted now: open restrictions of groups that enforce, not of those that only observe.
    pub open_restrictions: u64,
    /// Updates that are stored and not yet carried out.
    pub pending_updates: u64,
    /// Dead letters: updates whose every attempt failed.
    pub dead_letters: u64,
}
