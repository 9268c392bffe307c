//! The tasks that work off lanes: one person's updates in order, different people's at once, bounded; and one that waits
//! holds up nobody else.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use portcullis_domain::event::Lane;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use super::{
    DispatcherSettings,
    attempt::{Attempts, Outcome, span_of},
    lanes::{Front, Lanes, QueuedUpdate},
    lease_term::LeaseTerm,
};
use crate::{Gatekeeper, Setback};

/// Works off lanes.
pub(crate) struct LaneTasks {
    lanes: Arc<Lanes>,
    gatekeeper: Arc<Gatekeeper>,
    attempts: Attempts,
    settings: DispatcherSettings,
    /// One permit for each lane that does not wait for a slow answer.
    permits: Arc<Semaphore>,
    tasks: TaskTracker,
    stopping: CancellationToken,
    abandoned: CancellationToken,
    /// Notified when a lane was given back until it is due.
    given_back: Arc<Notify>,
    term: Arc<LeaseTerm>,
}

impl LaneTasks {
    pub(super) fn new(
        gatekeeper: Arc<Gatekeeper>,
        lanes: Arc<Lanes>,
        settings: DispatcherSettings,
        given_back: Arc<Notify>,
        term: Arc<LeaseTerm>,
    ) -> Self {
        Self {
            lanes,
            attempts: Attempts::new(gatekeeper.clone()),
            gatekeeper,
            permits: Arc::new(Semaphore::new(settings.permits)),
            settings,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
            abandoned: CancellationToken::new(),
            given_back,
            term,
        }
    }

    /// Has a lane worked off.
    pub(super) fn begin(self: &Arc<Self>, lane: Lane) {
        let tasks = self.clone();
        self.tasks.spawn(async move {
            tasks.abandoned.run_until_cancelled(tasks.work_off(lane)).await;
        });
    }

    /// Has lanes worked off.
    pub(super) fn begin_all(self: &Arc<Self>, lanes: Vec<Lane>) {
        for lane in lanes {
            self.begin(lane);
        }
    }

    /// Begins no other update, and returns once those are finished that were begun.
    pub(super) async fn finish(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Lets go of everything as it is.
    pub(super) fn abandon(&self) {
        self.abandoned.cancel();
    }

    async fn work_off(&self, lane: Lane) {
        let mut permit = self.permit().await;
        while !self.stopping.is_cancelled()
            && let Some(front) = self.lanes.next(lane)
        {
            if front.leased_at.is_some_and(|leased_at| !self.term.is_running(leased_at)) {
                // What is leased may be another's by now; whatever is not needs no permit meanwhile.
                permit = None;
                self.stopping.run_until_cancelled(self.term.until_renewed()).await;
                continue;
            }
            if permit.is_none() {
                permit = self.permit().await;
            }
            self.carry_out(lane, &front, &mut permit).await;
        }
    }

    /// Carries out the oldest update of a lane, or gives the lane back with it.
    async fn carry_out(&self, lane: Lane, front: &Front, permit: &mut Option<OwnedSemaphorePermit>) {
        let update = &*front.update;
        let work = async {
            let is_leased = front.leased_at.is_some();
            if self.is_decided_by_memory(update, is_leased).await {
                return Some(Outcome::Done);
            }
            if !is_leased {
                // To store it may have taken longer than its lease lasts.
                let leased_at = self.lanes.until_leased(lane, update.id).await?;
                if !self.term.is_running(leased_at) {
                    return None;
                }
            }
            // It is large, and most updates need none.
            Some(Box::pin(self.attempts.run(update)).await)
        };
        let span = span_of(update);
        let work = AssertUnwindSafe(work).catch_unwind().instrument(span.clone());
        tokio::pin!(work);
        let outcome = tokio::select! {
            outcome = &mut work => outcome,
            () = tokio::time::sleep(self.settings.slow_after) => {
                // Another lane may have its place.
                *permit = None;
                work.await
            }
        };
        // One person's events are carried out one after the other, so that nothing was asked for another of theirs.
        if let Ok(event) = &update.event {
            self.gatekeeper.forget_asked_ahead(event);
        }
        let outcome = if let Ok(outcome) = outcome {
            outcome
        } else {
            let fault = Setback::Fault("a panic while deciding it".into());
            Some(Box::pin(self.attempts.outcome_of(update, fault)).instrument(span).await)
        };
        match outcome {
            Some(Outcome::Done) => self.lanes.finish(lane, update.id),
            Some(Outcome::DeadLettered) => self.lanes.pass_over(lane, update.id),
            Some(Outcome::Deferred { not_before, attempts }) => {
                self.lanes.begin_to_defer(lane);
                self.attempts.defer(update, lane, &self.settings.holder, not_before, attempts).await;
                self.begin_waiting(lane);
            }
            // Its lane is another's, or may be; or it comes again.
            None => {}
        }
    }

    /// Whether nobody need be asked, or a look-up alone is enough.
    async fn is_decided_by_memory(&self, update: &QueuedUpdate, is_leased: bool) -> bool {
        let Ok(event) = &update.event else { return false };
        if self.gatekeeper.try_handle(event) {
            return true;
        }
        if is_leased || !self.gatekeeper.can_recall(event) {
            return false;
        }
        self.gatekeeper.recall(event).await;
        self.gatekeeper.try_handle(event)
    }

    fn begin_waiting(&self, lane: Lane) {
        // It is this task that goes on with it, should it have been claimed already.
        let _none = self.lanes.given_back(std::iter::once(lane));
        self.given_back.notify_one();
    }

    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        self.permits.clone().acquire_owned().await.ok()
    }
}
