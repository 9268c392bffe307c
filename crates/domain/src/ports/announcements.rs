//! What groups' admins are still to be told about the bot's own abilities.

use async_trait::async_trait;

use super::StoreError;
use crate::{Timestamp, announcement::Announcement};

/// The announcements that are due: whoever changes an ability of the bot makes one due in the same step (see
/// [`GroupRepository`](super::GroupRepository)), so that neither a crash nor a failed statement loses it.
///
/// Each is made at least once: twice only if the process dies, or the database fails, between the message and
/// [`Announcements::finish`].
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Announcements: Send + Sync {
    /// Holds those due at `now`, `limit` of each kind at most, for
    /// [`ANNOUNCEMENT_LEASE`](crate::announcement::ANNOUNCEMENT_LEASE).
    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Announcement>, StoreError>;

    /// When the next of them is due, or a hold ends.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Makes a held announcement due again at `until`, and held as long; `false` if it is held no more: the ability has
    /// changed, or another process took it.
    async fn put_off(&self, announcement: &Announcement, until: Timestamp) -> Result<bool, StoreError>;

    /// Notes what the admins know now, and that nothing is due, unless the ability has changed since.
    async fn finish(&self, announcement: &Announcement, is_announced_held: bool) -> Result<(), StoreError>;
}
