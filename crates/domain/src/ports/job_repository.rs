//! Long work, stored and leased.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId, JobId, Timestamp,
    job::{Job, JobKind, JobProgress},
    lease::Holder,
    sweep::{SweepKind, SweepProgress, SweepRecord},
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

    /// Orders a sweep or a preview that begins like this; `None` if one of them is open in the group: then that goes on.
    async fn put_sweep(
        &self,
        group: GroupId,
        begin: &SweepProgress,
        now: Timestamp,
    ) -> Result<Option<JobId>, StoreError>;

    /// The sweep that was ordered last in a group. Of a preview that is over, no names are kept: the titles are empty.
    async fn find_sweep(&self, group: GroupId) -> Result<Option<SweepRecord>, StoreError>;

    /// Whether such work is to be done in the group, or under way.
    async fn is_open(&self, kind: JobKind, group: GroupId) -> Result<bool, StoreError>;

    /// Leases the oldest open job of a kind that nobody holds, for [`LEASE`](crate::lease::LEASE).
    async fn claim(&self, kind: JobKind, holder: &Holder, now: Timestamp) -> Result<Option<Job>, StoreError>;

    /// When the next open job of a kind is due, or a lease on one runs out.
    async fn next_due(&self, kind: JobKind) -> Result<Option<Timestamp>, StoreError>;

    /// Notes how far a job has come and renews its lease; `false` if the work was ordered anew meanwhile, or another
    /// holds it: whoever worked on it stops.
    async fn advance(
        &self,
        job: &Job,
        holder: &Holder,
        progress: &JobProgress,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives a job back until `not_before`, unless `holder` has lost it as in [`advance`](Self::advance): then whoever has it
    /// goes on.
    async fn defer(&self, job: &Job, holder: &Holder, not_before: Timestamp) -> Result<(), StoreError>;

    /// Takes the order of a job back that can't be done, unless `holder` has lost it.
    async fn withdraw(&self, job: &Job, holder: &Holder, now: Timestamp) -> Result<(), StoreError>;

    /// Ends a job, unless `holder` has lost it: the work was ordered anew since it was claimed, the order taken back, or
    /// another has it.
    async fn finish(&self, job: &Job, holder: &Holder, now: Timestamp) -> Result<(), StoreError>;

    /// Takes an order back: work that is under way ends with the next [`advance`](Self::advance); `false` if there is none.
    async fn cancel(&self, kind: JobKind, group: GroupId, now: Timestamp) -> Result<bool, StoreError>;

    /// Takes the order of a sweep back, or of a preview, and of nothing else; what it was and how far it had come, its names
    /// among that; `None` if there is none.
    async fn cancel_sweep(
        &self,
        group: GroupId,
        kind: SweepKind,
        now: Timestamp,
    ) -> Result<Option<SweepProgress>, StoreError>;

    /// Gives up all leases of `holder` on jobs of a kind.
    async fn release_leases(&self, kind: JobKind, holder: &Holder) -> Result<(), StoreError>;
}
