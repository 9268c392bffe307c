//! Orders that everybody known in a group is checked, be it to mute or only to tell; a worker carries them out.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, Timestamp, UserId,
    ports::{Clock, GroupMemberRepository, JobRepository, StoreError},
    sweep::SweepProgress,
};

use super::SeenMembers;
use crate::wakeup::Wakeup;

/// Orders sweeps.
pub(crate) struct Sweeps {
    jobs: Arc<dyn JobRepository>,
    members: Arc<dyn GroupMemberRepository>,
    seen: Arc<SeenMembers>,
    clock: Arc<dyn Clock>,
    wakeup: Wakeup,
}

impl Sweeps {
    pub(crate) fn new(
        jobs: Arc<dyn JobRepository>,
        members: Arc<dyn GroupMemberRepository>,
        seen: Arc<SeenMembers>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { jobs, members, seen, clock, wakeup: Wakeup::default() }
    }

    /// Orders a sweep that begins like this; `false` if one is under way.
    pub(crate) async fn order(&self, group: GroupId, begin: SweepProgress) -> Result<bool, StoreError> {
        // Whoever has just spoken is checked too.
        self.seen.flush().await?;
        let now = self.clock.now();
        let total = match begin.seen_since(now) {
            Some(since) => self.members.count_seen_since(group, since).await?,
            None => self.members.count(group).await?,
        };
        let begin = SweepProgress { counts: SweepProgress::of(total).counts, ..begin };
        let is_ordered = self.jobs.put_sweep(group, &begin, now).await?.is_some();
        if is_ordered {
            self.wake();
        }
        Ok(is_ordered)
    }

    /// Takes an order back; how far the sweep had come, if one was under way.
    pub(crate) async fn cancel(&self, group: GroupId) -> Result<Option<SweepProgress>, StoreError> {
        self.jobs.cancel_sweep(group, self.clock.now()).await
    }

    /// Forgets people who are not in a group any more; whoever comes back is noted anew.
    pub(crate) async fn forget(&self, group: GroupId, gone: &[UserId]) -> Result<(), StoreError> {
        for user in gone {
            self.seen.forget(group, *user);
        }
        self.members.forget(group, gone).await
    }

    /// There may be a sweep to carry out.
    pub(crate) fn wake(&self) {
        self.wakeup.wake();
    }

    /// Waits until there may be a sweep to carry out, of which the database knows `next`.
    pub(crate) async fn wait(&self, next: Option<Timestamp>) {
        self.wakeup.wait(&*self.clock, next).await;
    }
}
