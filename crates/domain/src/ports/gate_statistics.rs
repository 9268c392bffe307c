//! What the history of restrictions adds up to.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId,
    settings::Mode,
    stats::{Period, PeriodStats},
};

/// Counts people in the history of restrictions, by the rules of [`stats`](crate::stats).
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GateStatistics: Send + Sync {
    /// The people of a group who were muted in a period, or in [`Mode::Observe`] would have been.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn count(&self, group: GroupId, mode: Mode, period: Period) -> Result<PeriodStats, StoreError>;
}
