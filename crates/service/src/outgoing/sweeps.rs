//! Orders that everybody known in a group is checked, be it to mute or only to tell; a worker carries them out.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, Timestamp, UserId,
    ports::{Clock, GroupMemberRepository, JobRepository, StoreError},
    sweep::{SweepKind, SweepProgress},
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

    /// Orders a sweep or a preview that begins like this; `Some`: that one goes on instead, which is under way.
    pub(crate) async fn order(&self, group: GroupId, begin: SweepProgress) -> Result<Option<SweepKind>, StoreError> {
        // Whoever has just spoken is checked too.
        self.seen.flush().await?;
        let now = self.clock.now();
        let total = match begin.seen_since(now) {
            Some(since) => self.members.count_seen_since(group, since).await?,
            None => self.members.count(group).await?,
        };
        let begin = SweepProgress { counts: SweepProgress::of(total).counts, ..begin };
        if self.jobs.put_sweep(group, &begin, now).await?.is_some() {
            self.wake();
            return Ok(None);
        }
        let under_way = self.jobs.find_sweep(group).await?;
        // Without a row the group has moved since: whoever asks again is told anew.
        Ok(Some(under_way.map_or_else(|| begin.kind(), |record| record.progress.kind())))
    }

    /// Takes an order of this kind back; how far it had come, if one was under way.
    pub(crate) async fn cancel(&self, group: GroupId, kind: SweepKind) -> Result<Option<SweepProgress>, StoreError> {
        self.jobs.cancel_sweep(group, kind, self.clock.now()).await
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
