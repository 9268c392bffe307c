//! The bot at work: updates carried out, and everything that goes on beside them, from start to stop.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{DispatcherSettings, Gatekeeper, Intake, Liveness, inbox::Dispatcher, workers::RunningWorkers};

/// How much longer than what is being attempted the dispatcher may take to end.
const DISPATCHER_MARGIN: Duration = Duration::from_secs(2);

/// The bot at work: the dispatcher, and the workers beside it.
pub struct Background {
    dispatcher: Arc<Dispatcher>,
    dispatching: tokio::task::JoinHandle<()>,
    stop_dispatcher: CancellationToken,
    workers: RunningWorkers,
    liveness: Liveness,
    /// How long what is being attempted may take at the end.
    grace: Duration,
}

impl Background {
    /// Starts it all. The returned [`Intake`] is where a source hands its updates over.
    #[must_use]
    pub fn start(gatekeeper: &Arc<Gatekeeper>, settings: DispatcherSettings) -> (Self, Intake) {
        let (holder, grace) = (settings.holder.clone(), settings.grace);
        let liveness = Liveness::default();
        let (dispatcher, intake) = Dispatcher::start(gatekeeper, settings, &liveness);
        let dispatcher = Arc::new(dispatcher);
        let stop_dispatcher = CancellationToken::new();
        let dispatching = dispatcher.clone().run(stop_dispatcher.clone());
        let dispatching = tokio::spawn(liveness.watch("dispatcher", dispatching));
        let workers = gatekeeper.workers.clone().start(holder, &liveness);
        (Self { dispatcher, dispatching, stop_dispatcher, workers, liveness, grace }, intake)
    }

    /// Which of its parts have stopped that should not have.
    #[must_use]
    pub fn liveness(&self) -> Liveness {
        self.liveness.clone()
    }

    /// Finishes what is being attempted, writes what is only in memory, and ends. Call it once no more updates come in.
    pub async fn stop(self) {
        self.liveness.expect_the_end();
        self.stop_dispatcher.cancel();
        let mut dispatching = self.dispatching;
        match tokio::time::timeout(self.grace + DISPATCHER_MARGIN, &mut dispatching).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the dispatcher ended badly");
            }
            Err(_) => {
                tracing::warn!("the dispatcher does not end; what it leased is free once the leases run out");
                self.dispatcher.abandon();
                dispatching.abort();
            }
        }
        self.workers.stop().await;
    }

    /// Ends at once and finishes nothing: another process may already be at work under the same holder's name, and
    /// what is being attempted here is being attempted there.
    pub fn abandon(self) {
        self.liveness.expect_the_end();
        self.dispatcher.abandon();
        self.dispatching.abort();
        self.workers.abandon();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::lease::Holder;

    use super::*;
    use crate::testing::World;

    #[tokio::test(start_paused = true)]
    async fn parts_that_die_are_told() {
        // Nothing is expected of this world, so that whoever asks anything of it panics.
        let settings = DispatcherSettings::new(Holder("test".to_owned()));
        let (background, _intake) = Background::start(&World::empty().gatekeeper(), settings);
        let liveness = background.liveness();
        let told = async {
            while !["dispatcher", "notices", "releases"].iter().all(|part| liveness.stopped().contains(part)) {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_hours(1), told).await;
        assert!(in_time.is_ok(), "only these: {:?}", liveness.stopped());
        assert!(!liveness.stopped().contains(&"inbox_writer"), "it was asked nothing");
        background.abandon();
    }
}
