//! Everything that goes on beside the updates, from start to stop.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{inbox::DEAD_FOR, lease::Holder, restriction::LiftReason};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{DispatcherSettings, Gatekeeper, Intake, Setback, inbox::Dispatcher};

/// How often what is too old is removed.
const PRUNE: Duration = Duration::from_mins(10);

/// For how long a person who is not seen again is remembered.
const UNSEEN_FOR: Duration = Duration::from_hours(90 * 24);

/// How long what goes on beside the updates may take to end.
const GRACE: Duration = Duration::from_secs(5);

/// How many groups are released at once.
const RELEASES: usize = 4;

/// How many restrictions are read at a time.
const PAGE: u64 = 100;

/// The bot at work: the dispatcher, the notice board, scheduled deletions, releases, and the pruning of what is too old.
pub struct Background {
    gatekeeper: Arc<Gatekeeper>,
    tasks: TaskTracker,
    stop: CancellationToken,
    stop_dispatcher: CancellationToken,
    dispatcher: Arc<Dispatcher>,
    dispatching: tokio::task::JoinHandle<()>,
    abandoned: CancellationToken,
}

impl Background {
    /// Starts it all. The returned [`Intake`] is where a source hands its updates over.
    #[must_use]
    pub fn start(gatekeeper: Arc<Gatekeeper>, settings: DispatcherSettings) -> (Self, Intake) {
        let (tasks, stop, stop_dispatcher) = (TaskTracker::new(), CancellationToken::new(), CancellationToken::new());
        let holder = settings.holder.clone();
        let dispatcher = Arc::new(Dispatcher::new(gatekeeper.clone(), settings));
        let intake = Intake::new(gatekeeper.clone(), dispatcher.clone());
        let dispatching = tokio::spawn(dispatcher.clone().run(stop_dispatcher.clone()));
        let abandoned = CancellationToken::new();
        let background =
            Self { gatekeeper: gatekeeper.clone(), tasks, stop, stop_dispatcher, dispatcher, dispatching, abandoned };

        let stop = &background.stop;
        background.tasks.spawn(gatekeeper.parts.notices.clone().run(stop.clone()));
        background.spawn({
            let (deletions, stop) = (gatekeeper.parts.deletions.clone(), stop.clone());
            async move { deletions.run(stop).await }
        });
        background.spawn({
            let (gatekeeper, stop) = (gatekeeper.clone(), stop.clone());
            async move { gatekeeper.parts.seen.run(stop).await }
        });
        background.spawn(run_releases(gatekeeper.clone(), holder, stop.clone()));
        background.spawn({
            let stop = stop.clone();
            async move { gatekeeper.prune(stop).await }
        });
        (background, intake)
    }

    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let abandoned = self.abandoned.clone();
        self.tasks.spawn(async move { abandoned.run_until_cancelled(work).await });
    }

    /// Finishes what is in hand, writes what is only in memory, and ends. Call it once no more updates come in.
    pub async fn stop(self) {
        self.stop_dispatcher.cancel();
        if let Err(error) = self.dispatching.await {
            tracing::error!(%error, "the dispatcher ended badly");
        }
        self.stop.cancel();
        self.tasks.close();
        let ending = async {
            self.gatekeeper.parts.messenger.stop().await;
            self.tasks.wait().await;
        };
        if tokio::time::timeout(GRACE, ending).await.is_err() {
            tracing::warn!("what goes on beside the updates was not finished in time; it goes on after the next start");
        }
        if let Err(error) = self.gatekeeper.parts.seen.flush().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the last sightings are lost");
        }
    }

    /// Ends at once and finishes nothing: another process may already be at work under the same holder's name, and
    /// what is in hand here is in its hands.
    pub fn abandon(self) {
        self.dispatcher.abandon();
        self.dispatching.abort();
        self.abandoned.cancel();
        self.stop.cancel();
    }
}

/// Takes over the releases that the predecessor was at, then carries out several at once: one that must wait holds up
/// none of the others.
async fn run_releases(gatekeeper: Arc<Gatekeeper>, holder: Holder, stop: CancellationToken) {
    if let Err(error) = gatekeeper.ports.jobs.release(&holder).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the predecessor's releases wait for their leases");
    }
    let workers = (0..RELEASES).map(|_| gatekeeper.run_releases(&holder, stop.clone()));
    futures::future::join_all(workers).await;
}

impl Gatekeeper {
    /// Removes what is too old, now and every while, until `stop`.
    async fn prune(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(setback) = self.prune_once().await {
                tracing::warn!(error = &setback as &dyn std::error::Error, "what is too old can't be removed now");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(PRUNE) => {}
            }
        }
    }

    async fn prune_once(&self) -> Result<(), Setback> {
        let now = self.ports.clock.now();
        self.ports.inbox.prune_dead(now.before(DEAD_FOR)).await?;
        self.ports.group_members.prune(now.before(UNSEEN_FOR)).await?;
        loop {
            // A mute that ran out is no longer one: its record ends, and its notice with it.
            let run_out = self.ports.restrictions.list_run_out(now, PAGE).await?;
            if run_out.is_empty() {
                return Ok(());
            }
            for restriction in run_out {
                self.parts.records.close(&restriction, LiftReason::Expired).await?;
            }
        }
    }
}
