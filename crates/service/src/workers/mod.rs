//! Work that goes on beside the updates, from start to stop.

mod brakes;
mod denied_groups;
mod due_jobs;
mod outcomes;
mod pruning;
mod refresh;
mod release;
mod second_looks;
mod sweep;
mod under_way;
mod unheard;

use std::{sync::Arc, time::Duration};

use portcullis_domain::lease::Holder;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use self::{
    brakes::BrakeWorker,
    denied_groups::DeniedGroupsWorker,
    pruning::Pruning,
    refresh::RefreshWorker,
    release::ReleaseWorker,
    second_looks::SecondLookWorker,
    sweep::{SweepChecker, SweepWorker},
    unheard::UnheardWorker,
};
use crate::{
    Liveness,
    outgoing::{Announcer, Deletions, Messenger, NoticeBoard, SeenMembers},
};

/// How long the last sightings may take to be written.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// How long what goes on beside the updates may take to end.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

/// What goes on beside the updates.
#[derive(Clone)]
pub(crate) struct Workers {
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) messenger: Messenger,
    pub(crate) announcer: Arc<Announcer>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) refresh: Arc<RefreshWorker>,
    pub(crate) release: Arc<ReleaseWorker>,
    pub(crate) second_looks: Arc<SecondLookWorker>,
    pub(crate) sweep: Arc<SweepWorker>,
    pub(crate) pruning: Arc<Pruning>,
    pub(crate) unheard: Arc<UnheardWorker>,
    pub(crate) brakes: Arc<BrakeWorker>,
    pub(crate) denied_groups: Arc<DeniedGroupsWorker>,
}

/// The workers at work.
pub(crate) struct RunningWorkers {
    workers: Workers,
    tasks: TaskTracker,
    stop: CancellationToken,
    abandoned: CancellationToken,
    liveness: Liveness,
}

impl Workers {
    /// Starts them all, leasing work as `holder`, watched by `liveness`.
    pub(crate) fn start(self, holder: Holder, liveness: &Liveness) -> RunningWorkers {
        let (stop, abandoned, liveness) = (CancellationToken::new(), CancellationToken::new(), liveness.clone());
        let running = RunningWorkers { workers: self.clone(), tasks: TaskTracker::new(), stop, abandoned, liveness };
        let stop = || running.stop.clone();
        // Not abandoned half-way: whatever it has begun to post must be written down.
        running.tasks.spawn(running.liveness.watch("notices", self.notices.run(stop())));
        running.spawn("deletions", {
            let stop = stop();
            async move { self.deletions.run(stop).await }
        });
        running.spawn("announcements", {
            let (announcer, stop) = (self.announcer.clone(), stop());
            async move { announcer.run(&stop).await }
        });
        running.spawn("sightings", {
            let stop = stop();
            async move { self.seen.run(stop).await }
        });
        running.spawn("looks", {
            let stop = stop();
            async move { self.refresh.run(&stop).await }
        });
        running.spawn("releases", {
            let (holder, stop) = (holder.clone(), stop());
            async move { self.release.run(&holder, &stop).await }
        });
        running.spawn("sweeps", {
            let stop = stop();
            async move { self.sweep.run(&holder, &stop).await }
        });
        running.spawn("second_looks", {
            let stop = stop();
            async move { self.second_looks.run(&stop).await }
        });
        running.spawn("brakes", {
            let stop = stop();
            async move { self.brakes.run(&stop).await }
        });
        running.spawn("pruning", {
            let stop = stop();
            async move { self.pruning.run(&stop).await }
        });
        running.spawn("refused_notices", {
            let stop = stop();
            async move { self.unheard.run(&stop).await }
        });
        running.spawn("denied_groups", {
            let stop = stop();
            async move { self.denied_groups.run(&stop).await }
        });
        running
    }
}

impl RunningWorkers {
    fn spawn(&self, part: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let abandoned = self.abandoned.clone();
        self.tasks.spawn(self.liveness.watch(part, async move { abandoned.run_until_cancelled(work).await }));
    }

    /// Ends them, and writes what is only in memory.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        let ending = async {
            self.workers.messenger.stop().await;
            self.tasks.wait().await;
        };
        if tokio::time::timeout(STOP_TIMEOUT, ending).await.is_err() {
            tracing::warn!("what goes on beside the updates was not finished in time; it goes on after the next start");
        }
        match tokio::time::timeout(FLUSH_TIMEOUT, self.workers.seen.flush()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the last sightings are lost");
            }
            Err(_) => tracing::warn!("the last sightings are lost: the database does not answer"),
        }
    }

    /// Ends them at once and finishes nothing.
    pub(crate) fn abandon(self) {
        self.abandoned.cancel();
        self.stop.cancel();
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::job::JobKind;

    use super::*;
    use crate::{
        parts::Parts,
        testing::{World, end},
    };

    /// A world in which nothing is to be done, with how often each worker may find that out.
    fn idle(looks: std::ops::RangeInclusive<usize>) -> World {
        let mut world = World::empty();
        world.announcements.expect_next_due().times(looks.clone()).returning(|| Ok(None));
        world.deletions.expect_next_due().times(looks.clone()).returning(|| Ok(None));
        world.looks.expect_hasten_stale().times(1).returning(|_, _| Ok(()));
        world.looks.expect_next_due().times(looks.clone()).returning(|| Ok(None));
        world.jobs.expect_release_leases().times(2).returning(|_, _| Ok(()));
        for kind in [JobKind::Release, JobKind::Sweep] {
            world.jobs.expect_next_due().times(looks.clone()).withf(move |of| *of == kind).returning(|_| Ok(None));
        }
        world.restrictions.expect_next_look().times(looks.clone()).returning(|| Ok(None));
        world.restrictions.expect_list_awaiting_notice().times(looks.clone()).returning(|_| Ok(Vec::new()));
        world.notice_refusals.expect_list().times(looks).returning(|| Ok(Vec::new()));
        // What is too old is removed every ten minutes.
        world.inbox.expect_prune_dead_letters().times(..=7).returning(|_| Ok(0));
        world.group_members.expect_prune().times(..=7).returning(|_| Ok(0));
        world.pending_join_requests.expect_prune().times(..=7).returning(|_| Ok(0));
        world.restrictions.expect_list_run_out().times(..=7).returning(|_, _| Ok(Vec::new()));
        world
    }

    #[tokio::test(start_paused = true)]
    async fn while_nothing_is_to_be_done_each_worker_looks_about_once_a_minute_and_writes_nothing() {
        let ports = idle(60..=81).ports();
        let workers = Parts::new(&ports).workers(&ports);
        let running = workers.start(Holder("test".to_owned()), &Liveness::default());
        tokio::time::sleep(Duration::from_hours(1)).await;
        running.stop().await;
        end(ports).await;
    }
}
