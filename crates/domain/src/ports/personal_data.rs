//! What is stored about people, for whoever asks that it be gone.

use async_trait::async_trait;

use super::StoreError;
use crate::{GroupId, Timestamp, UserId};

/// What is stored about people.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// From now on nobody notes where this person was seen, nor by which name. What keeps it so does not hold their id.
    async fn opt_out(&self, user: UserId, now: Timestamp) -> Result<(), StoreError>;

    /// The groups in which this person is exempt, by id.
    async fn list_groups_that_exempt(&self, user: UserId) -> Result<Vec<GroupId>, StoreError>;

    /// Removes every row about a person, all or none; what others' rows say of them goes too.
    async fn erase(&self, user: UserId) -> Result<Erased, StoreError>;
}

/// What came of erasing a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many rows are gone.
    pub rows: u64,
    /// The groups that they own, by id: a group needs its owner, so that their id stays there, and nothing else.
    pub owned: Vec<GroupId>,
}
