//! Long work, stored and leased.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId, JobId, RestrictionId, Timestamp,
    job::{Job, JobKind},
    lease::Holder,
};

/// Long work: stored, leased, resumed where it was.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait JobRepository: Send + Sync {
    /// Orders work; if the same is under way in the group, that begins anew.
    async fn put(&self, kind: JobKind, group: GroupId, now: Timestamp) -> Result<JobId, StoreError>;

    /// Whether such work is to be done in the group, or under way.
    async fn is_open(&self, kind: JobKind, group: GroupId) -> Result<bool, StoreError>;

    /// Leases the oldest open job that nobody holds, for [`LEASE`](crate::lease::LEASE).
    async fn claim(&self, holder: &Holder, now: Timestamp) -> Result<Option<Job>, StoreError>;

    /// When the next open job is due, or a lease on one runs out.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Notes how far a job has come and renews its lease; `false` if the work was ordered anew meanwhile, or another
    /// holds it: whoever worked on it stops.
    async fn advance(
        &self,
        job: &Job,
        holder: &Holder,
        cursor: RestrictionId,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives a job back until `not_before`.
    async fn defer(&self, id: JobId, not_before: Timestamp) -> Result<(), StoreError>;

    /// Ends a job, unless the work was ordered anew since it was claimed.
    async fn finish(&self, job: &Job, holder: &Holder, now: Timestamp) -> Result<(), StoreError>;

    /// Takes an order back: work that is under way ends with the next [`advance`](Self::advance).
    async fn cancel(&self, kind: JobKind, group: GroupId, now: Timestamp) -> Result<(), StoreError>;

    /// Gives up all leases of `holder`.
    async fn release_leases(&self, holder: &Holder) -> Result<(), StoreError>;
}
