//! How fast Telegram takes calls that nobody waits for, as it was found out.

use async_trait::async_trait;

use super::StoreError;
use crate::{Timestamp, pace::Pace};

/// The paces of the Bot API's methods, shared by all instances and kept from one run to the next.
///
/// # Errors
///
/// Both methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PaceRepository: Send + Sync {
    /// The pace of a method, if one was found out.
    async fn find(&self, method: &'static str) -> Result<Option<Pace>, StoreError>;

    /// Notes the pace of a method.
    async fn put(&self, method: &'static str, pace: Pace, now: Timestamp) -> Result<(), StoreError>;
}
