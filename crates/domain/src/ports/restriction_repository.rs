//! Restrictions, open and past.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId, MessageId, RestrictionId, Timestamp, UserId,
    restriction::{LiftReason, NewRestriction, Restriction},
};

/// The history of restrictions: at most one open for each person in a group.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RestrictionRepository: Send + Sync {
    /// Writes a restriction, unless one is open for this person here: that one is returned then, unchanged.
    async fn open(&self, restriction: &NewRestriction) -> Result<Restriction, StoreError>;

    /// The open restriction of a person in a group.
    async fn find_open(&self, group: GroupId, user: UserId) -> Result<Option<Restriction>, StoreError>;

    /// The open restrictions of a person in all groups.
    async fn list_open_of(&self, user: UserId) -> Result<Vec<Restriction>, StoreError>;

    /// The open restrictions of a group with an id above `after`, by id, `limit` at most.
    async fn list_open_in(
        &self,
        group: GroupId,
        after: Option<RestrictionId>,
        limit: u64,
    ) -> Result<Vec<Restriction>, StoreError>;

    /// The muted people of a group, `limit` at most: those whom no notice serves yet first, the newest before the older.
    async fn list_for_notice(&self, group: GroupId, limit: u64) -> Result<Vec<Restriction>, StoreError>;

    /// The open restrictions whose time was over by `now`, the oldest first, `limit` at most.
    async fn list_run_out(&self, now: Timestamp, limit: u64) -> Result<Vec<Restriction>, StoreError>;

    /// Notes that Telegram has confirmed the mute; `false` if the restriction had ended before.
    async fn set_muted(&self, id: RestrictionId, at: Timestamp) -> Result<bool, StoreError>;

    /// Notes the notice that serves these restrictions now.
    async fn set_notice(&self, ids: &[RestrictionId], notice: MessageId) -> Result<(), StoreError>;

    /// Ends a restriction; `false` if it had ended before.
    async fn lift(&self, id: RestrictionId, reason: LiftReason, at: Timestamp) -> Result<bool, StoreError>;

    /// How many open restrictions a notice still serves.
    async fn count_served_by(&self, group: GroupId, notice: MessageId) -> Result<u64, StoreError>;

    /// The groups with muted people whom no notice serves yet.
    async fn list_awaiting_notice(&self) -> Result<Vec<GroupId>, StoreError>;

    /// How many restrictions there are in a group, and how many there were.
    async fn counts(&self, group: GroupId) -> Result<RestrictionCounts, StoreError>;
}

/// A group's restrictions, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestrictionCounts {
    /// People who are muted now.
    pub open: u64,
    /// Mutes ever.
    pub total: u64,
    /// Mutes that ended because the person joined the channels.
    pub joined: u64,
    /// People who would have been muted, had the gate not only been observing.
    pub observed: u64,
}
