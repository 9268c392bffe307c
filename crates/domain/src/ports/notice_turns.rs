//! Turns at posting notices.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreError;
use crate::GroupId;

/// Turns at posting notices in a group, taken by the instances that look after it.
///
/// Two that post at once would each post a notice for the same people, and neither would know of the other's.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait NoticeTurns: Send + Sync {
    /// Takes the turn in `group`, or keeps it, for `lasting` from now on; no time at all gives it back. `false` while
    /// another instance has it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn take(&self, group: GroupId, lasting: Duration) -> Result<bool, StoreError>;
}
