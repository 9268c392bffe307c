//! Groups in which no notice can be posted.

use async_trait::async_trait;

use super::StoreError;
use crate::{GroupId, Timestamp, notice::NoticeRefusal};

/// The groups in which Telegram has refused every notice.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait NoticeRefusals: Send + Sync {
    /// Notes that a notice was refused at this moment; whether the owner was told stays as it is.
    async fn put(&self, group: GroupId, at: Timestamp) -> Result<(), StoreError>;

    /// The last refusal in a group since a notice was last posted there.
    async fn find(&self, group: GroupId) -> Result<Option<NoticeRefusal>, StoreError>;

    /// All of them, by group.
    async fn list(&self) -> Result<Vec<NoticeRefusal>, StoreError>;

    /// Notes that the group's owner was told.
    async fn set_owner_told(&self, group: GroupId) -> Result<(), StoreError>;

    /// Notes that a notice was posted.
    async fn remove(&self, group: GroupId) -> Result<(), StoreError>;
}
