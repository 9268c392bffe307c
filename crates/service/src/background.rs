//! The bot at work: updates carried out, and everything that goes on beside them, from start to stop.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    DispatcherSettings, Gatekeeper, Intake,
    inbox::{Dispatcher, WaitingLanes},
    workers::RunningWorkers,
};

/// How much longer than what is being attempted the dispatcher may take to end.
const DISPATCHER_MARGIN: Duration = Duration::from_secs(2);

/// The bot at work: the dispatcher, and the workers beside it.
pub struct Background {
    dispatcher: Arc<Dispatcher>,
    dispatching: tokio::task::JoinHandle<()>,
    stop_dispatcher: CancellationToken,
    workers: RunningWorkers,
    /// How long what is being attempted may take at the end.
    grace: Duration,
}

impl Background {
    /// Starts it all. The returned [`Intake`] is where a source hands its updates over.
    #[must_use]
    pub fn start(gatekeeper: Arc<Gatekeeper>, settings: DispatcherSettings) -> (Self, Intake) {
        let (lanes, holder, grace) = (Arc::<WaitingLanes>::default(), settings.holder.clone(), settings.grace);
        let dispatcher = Arc::new(Dispatcher::new(&gatekeeper, lanes.clone(), settings));
        let stop_dispatcher = CancellationToken::new();
        let dispatching = tokio::spawn(dispatcher.clone().run(stop_dispatcher.clone()));
        let workers = gatekeeper.workers.clone().start(holder);
        let intake = Intake::new(gatekeeper, lanes, dispatcher.waker());
        (Self { dispatcher, dispatching, stop_dispatcher, workers, grace }, intake)
    }

    /// Finishes what is being attempted, writes what is only in memory, and ends. Call it once no more updates come in.
    pub async fn stop(self) {
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
        self.dispatcher.abandon();
        self.dispatching.abort();
        self.workers.abandon();
    }
}
