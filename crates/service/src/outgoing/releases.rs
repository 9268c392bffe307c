//! Orders that everybody in a group is let go whom nothing holds any more; a worker carries them out.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, Timestamp,
    job::JobKind,
    ports::{Clock, JobRepository, StoreError},
};

use crate::wakeup::Wakeup;

/// Orders releases.
pub(crate) struct Releases {
    jobs: Arc<dyn JobRepository>,
    clock: Arc<dyn Clock>,
    wakeup: Wakeup,
}

impl Releases {
    pub(crate) fn new(jobs: Arc<dyn JobRepository>, clock: Arc<dyn Clock>) -> Self {
        Self { jobs, clock, wakeup: Wakeup::default() }
    }

    /// Orders that everybody in `group` is let go whom nothing holds any more.
    pub(crate) async fn order(&self, group: GroupId) -> Result<(), StoreError> {
        self.store(group).await?;
        self.wake();
        Ok(())
    }

    /// Stores the order and wakes nobody: for what is about to give it a reason, should the process die in between.
    pub(crate) async fn store(&self, group: GroupId) -> Result<(), StoreError> {
        self.jobs.put(JobKind::Release, group, self.clock.now()).await.map(drop)
    }

    /// Takes an order back: whoever is muted stays so.
    pub(crate) async fn cancel(&self, group: GroupId) -> Result<(), StoreError> {
        self.jobs.cancel(JobKind::Release, group, self.clock.now()).await.map(drop)
    }

    /// Has ordered releases looked at now: one was stored with what gave it a reason.
    pub(crate) fn wake(&self) {
        self.wakeup.wake();
    }

    /// Whether a release is ordered in the group, or under way.
    pub(crate) async fn is_under_way(&self, group: GroupId) -> Result<bool, StoreError> {
        self.jobs.is_open(JobKind::Release, group).await
    }

    /// Waits until there may be a release to carry out, of which the database knows `next`.
    pub(crate) async fn wait(&self, next: Option<Timestamp>) {
        self.wakeup.wait(&*self.clock, next).await;
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use portcullis_domain::{JobId, ports::MockJobRepository};

    use super::*;
    use crate::testing::{GROUP, NOW, clock};

    #[tokio::test]
    async fn an_order_is_stored_and_wakes_the_worker_and_a_stored_one_wakes_nobody() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_put()
            .times(2)
            .withf(|kind, group, now| (*kind, *group, *now) == (JobKind::Release, GROUP, NOW))
            .returning(|_, _, _| Ok(JobId(1)));
        let releases = Releases::new(Arc::new(jobs), clock());
        releases.store(GROUP).await.unwrap();
        assert!(releases.wait(None).now_or_never().is_none());
        releases.order(GROUP).await.unwrap();
        assert!(releases.wait(None).now_or_never().is_some());
    }

    #[tokio::test]
    async fn an_order_that_is_not_stored_wakes_nobody() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_put().times(1).returning(|_, _, _| Err(StoreError::Unavailable("away".into())));
        let releases = Releases::new(Arc::new(jobs), clock());
        assert!(releases.order(GROUP).await.is_err());
        assert!(releases.wait(None).now_or_never().is_none());
    }
}
