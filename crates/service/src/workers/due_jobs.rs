//! The jobs of one kind that are due: who worked at them before gives them up, and this process claims them.

use std::{ops::ControlFlow, sync::Arc};

use portcullis_domain::{
    Timestamp,
    job::{Job, JobKind},
    lease::Holder,
    ports::{Clock, JobRepository, StoreError},
};

use crate::wakeup::RETRY_DELAY;

/// Claims the jobs of one kind.
pub(super) struct DueJobs {
    jobs: Arc<dyn JobRepository>,
    clock: Arc<dyn Clock>,
    kind: JobKind,
}

impl DueJobs {
    pub(super) fn new(jobs: Arc<dyn JobRepository>, clock: Arc<dyn Clock>, kind: JobKind) -> Self {
        Self { jobs, clock, kind }
    }

    /// Makes due what the predecessor of the same name was at.
    pub(super) async fn take_over(&self, holder: &Holder) {
        if let Err(error) = self.jobs.release_leases(self.kind, holder).await {
            let (kind, error) = (self.kind, &error as &dyn std::error::Error);
            tracing::warn!(?kind, error, "the predecessor's jobs wait for their leases");
        }
    }

    /// Claims what is due, `room` at most, and tells when to look again: at once where it claimed so many. What is claimed
    /// is worked on whatever becomes of the next claim: nobody else takes it before its lease has run out.
    pub(super) async fn claim(&self, holder: &Holder, room: usize) -> (Vec<Job>, Option<Timestamp>) {
        let mut jobs = Vec::new();
        while jobs.len() < room {
            match self.claim_next(holder).await {
                Ok(ControlFlow::Continue(job)) => jobs.push(job),
                Ok(ControlFlow::Break(next)) => return (jobs, next),
                Err(error) => {
                    let (kind, error) = (self.kind, &error as &dyn std::error::Error);
                    tracing::warn!(?kind, error, "no job can be claimed now");
                    return (jobs, Some(self.clock.now().after(RETRY_DELAY)));
                }
            }
        }
        (jobs, Some(self.clock.now()))
    }

    /// Claims a job that is due, or breaks with when the next is.
    async fn claim_next(&self, holder: &Holder) -> Result<ControlFlow<Option<Timestamp>, Job>, StoreError> {
        let (now, next) = (self.clock.now(), self.jobs.next_due(self.kind).await?);
        let is_due = next.is_some_and(|due| due <= now);
        let job = if is_due { self.jobs.claim(self.kind, holder, now).await? } else { None };
        Ok(job.map_or(ControlFlow::Break(next), ControlFlow::Continue))
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{JobId, job::JobProgress, ports::MockJobRepository};

    use super::*;
    use crate::testing::{GROUP, NOW, clock};

    const JOB: Job = Job { id: JobId(1), group: GROUP, progress: JobProgress::Release(None), ordered_at: NOW };

    async fn claimed(jobs: MockJobRepository, room: usize) -> (Vec<Job>, Option<Timestamp>) {
        let holder = Holder("test".to_owned());
        DueJobs::new(Arc::new(jobs), clock(), JobKind::Release).claim(&holder, room).await
    }

    #[tokio::test]
    async fn what_is_claimed_is_worked_on_though_the_next_claim_fails() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_next_due().times(2).returning(|_| Ok(Some(NOW)));
        jobs.expect_claim().times(1).returning(|_, _, _| Ok(Some(JOB)));
        jobs.expect_claim().times(1).returning(|_, _, _| Err(StoreError::Unavailable("away".into())));
        assert_eq!(claimed(jobs, 4).await, (vec![JOB], Some(NOW.after(RETRY_DELAY))));
    }

    #[tokio::test]
    async fn no_more_is_claimed_than_there_is_room_for() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_next_due().times(2).returning(|_| Ok(Some(NOW)));
        jobs.expect_claim().times(2).returning(|_, _, _| Ok(Some(JOB)));
        assert_eq!(claimed(jobs, 2).await, (vec![JOB, JOB], Some(NOW)));
        assert_eq!(claimed(MockJobRepository::new(), 0).await, (Vec::new(), Some(NOW)));
    }

    #[tokio::test]
    async fn what_is_not_due_is_not_claimed_and_it_tells_when_it_is() {
        let mut jobs = MockJobRepository::new();
        let due = NOW.after(RETRY_DELAY);
        jobs.expect_next_due().times(1).withf(|kind| *kind == JobKind::Release).returning(move |_| Ok(Some(due)));
        assert_eq!(claimed(jobs, 1).await, (Vec::new(), Some(due)));
    }
}
