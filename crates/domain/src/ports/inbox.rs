//! The inbox: updates confirmed to Telegram and not yet carried out.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxCounts, InboxUpdate, NewInboxUpdate, Placed},
    lease::Holder,
};

/// Updates confirmed to Telegram and not yet carried out: a log that whoever stores an update works off in memory, and
/// from which another goes on should they end.
///
/// What is leased is a lane, for [`LEASE`](crate::lease::LEASE), and with it all that is stored in it: so a person's events
/// stay in order across restarts and instances, and one that waits holds up its own lane alone.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores updates at the end of their lanes, and leases to `holder` those lanes that were empty. What became of each
    /// is told in the order of `updates`; one that is stored already stays as it is, and nothing is told of it. A dead
    /// letter of the same number is replaced, since Telegram's numbers start anew after a week of silence.
    async fn put(&self, updates: &[NewInboxUpdate], holder: &Holder, now: Timestamp)
    -> Result<Vec<Placed>, StoreError>;

    /// The same, and leases nothing: whoever has room claims them.
    async fn put_aside(&self, updates: &[NewInboxUpdate], now: Timestamp) -> Result<(), StoreError>;

    /// Leases lanes that nobody holds and that are due at `now`, those that have been so for longest, and returns what is
    /// stored in them: lane by lane, each in its order, the oldest first. Of the last lane that may be not all, by `limit`;
    /// a lane of which nothing fits is not leased.
    async fn claim(&self, holder: &Holder, now: Timestamp, limit: ClaimLimit) -> Result<Vec<InboxUpdate>, StoreError>;

    /// The same with lanes whose leases have run out by `now`, be they `holder`'s own. This may read what is left of all
    /// leases of the last minutes, so it is not for every occasion.
    async fn claim_expired(
        &self,
        holder: &Holder,
        now: Timestamp,
        limit: ClaimLimit,
    ) -> Result<Vec<InboxUpdate>, StoreError>;

    /// When the next of the lanes that nobody holds is due; `None` if there are none.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Renews the leases of `holder` on these lanes, those that it works on; returns the lanes whose leases it has lost.
    /// A claim whose answer was lost leaves leases that nobody knows of: they must run out.
    async fn renew(&self, holder: &Holder, lanes: &[Lane], now: Timestamp) -> Result<Vec<Lane>, StoreError>;

    /// Removes what `holder` has carried out, and lets go of the lanes that it has drained: those in which nothing is left
    /// are returned, and the others are due at `now` for whoever claims them.
    async fn remove(&self, done: &DoneUpdates, holder: &Holder, now: Timestamp) -> Result<Vec<Lane>, StoreError>;

    /// Notes that `attempts` attempts at an update have failed, and gives its lane back until `not_before`.
    async fn defer(
        &self,
        id: UpdateId,
        lane: Lane,
        holder: &Holder,
        not_before: Timestamp,
        attempts: u32,
    ) -> Result<(), StoreError>;

    /// Makes an update a dead letter: kept, counted, and never claimed again.
    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError>;

    /// Gives up all leases of `holder`: at its start those of the run before, at its end its own.
    async fn release_leases(&self, holder: &Holder, now: Timestamp) -> Result<(), StoreError>;

    /// Those of `lanes` in which something waits or is being carried out.
    async fn list_waiting(&self, lanes: &[Lane]) -> Result<Vec<Lane>, StoreError>;

    /// Removes the dead letters that were made before this moment; how many they were.
    async fn prune_dead_letters(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// How many stored updates there are.
    async fn counts(&self) -> Result<InboxCounts, StoreError>;
}
