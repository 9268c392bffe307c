//! The inbox: updates confirmed to Telegram and not yet carried out.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    Timestamp, UpdateId,
    inbox::{InboxCounts, InboxUpdate, NewInboxUpdate},
    lease::Holder,
};

/// Updates confirmed to Telegram and not yet carried out.
///
/// Within a lane only the oldest update can be claimed, and only once it is due: so a person's events stay in order
/// across restarts and instances, and one that waits holds up its own lane alone.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores updates with one insert. One that is stored already stays as it is; a dead letter of the same number
    /// is replaced, since Telegram's numbers start anew after a week of silence.
    async fn put(&self, updates: &[NewInboxUpdate]) -> Result<(), StoreError>;

    /// Leases up to `limit` updates that are due at `now`, the oldest of each lane, for [`LEASE`](crate::lease::LEASE).
    async fn claim(&self, holder: &Holder, now: Timestamp, limit: u64) -> Result<Vec<InboxUpdate>, StoreError>;

    /// Renews the leases of `holder` on these updates, those that it works on. A claim whose answer was lost leaves
    /// leases that nobody knows of: they must run out.
    async fn renew(&self, holder: &Holder, ids: &[UpdateId], now: Timestamp) -> Result<(), StoreError>;

    /// Gives up all leases of `holder`: at its start those of the run before, at its end its own.
    async fn release_leases(&self, holder: &Holder) -> Result<(), StoreError>;

    /// Removes an update that has been carried out.
    async fn remove(&self, id: UpdateId) -> Result<(), StoreError>;

    /// Gives an update back until `not_before`, with `attempts` attempts failed.
    async fn defer(&self, id: UpdateId, not_before: Timestamp, attempts: u32) -> Result<(), StoreError>;

    /// Makes an update a dead letter: kept, counted, and never claimed again.
    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError>;

    /// When the next update that nobody holds is due; `None` if there is none.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Those of `ids` that still wait or are leased.
    async fn list_waiting(&self, ids: &[UpdateId]) -> Result<Vec<UpdateId>, StoreError>;

    /// Removes the dead letters that were made before this moment; how many they were.
    async fn prune_dead_letters(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// How many stored updates there are.
    async fn counts(&self) -> Result<InboxCounts, StoreError>;
}
