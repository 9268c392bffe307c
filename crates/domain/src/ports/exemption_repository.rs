//! The people whom admins have exempted.

use async_trait::async_trait;

use super::StoreError;
use crate::{GroupId, Timestamp, UserId};

/// The exemptions that admins have given; reading them is part of reading the group.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ExemptionRepository: Send + Sync {
    /// Exempts a person; `false` if they were exempt already.
    async fn put(&self, exemption: ExemptionRecord) -> Result<bool, StoreError>;

    /// Ends an exemption; `false` if there was none.
    async fn remove(&self, group: GroupId, user: UserId) -> Result<bool, StoreError>;

    /// The exemptions of a group, oldest first: `limit` at most, behind the first `skip`.
    async fn list(&self, group: GroupId, skip: u64, limit: u64) -> Result<Vec<ExemptionRecord>, StoreError>;
}

/// A person whom an admin has exempted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExemptionRecord {
    /// The group in which the person is exempt.
    pub group: GroupId,
    /// The person.
    pub user: UserId,
    /// The admin who exempted them.
    pub by: UserId,
    /// When that was.
    pub at: Timestamp,
}
