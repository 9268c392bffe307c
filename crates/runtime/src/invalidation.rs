//! What keeps the caches of several instances true to each other.

use std::{sync::Arc, time::Duration};

use portcullis_cache::{Caches, Invalidations};
use portcullis_domain::{UserId, ports::Change};
use portcullis_service::{Gatekeeper, Liveness};
use portcullis_storage::{Database, PostgresInvalidationBus};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long the last invalidations may take to be sent to the other instances.
const STOP_TIMEOUT: Duration = Duration::from_secs(1);

/// What the instances of a bot on one PostgreSQL publish to each other, with Redis and without; `None` on SQLite, where one works.
pub(crate) fn invalidations(database: &Database, bot: UserId) -> Option<Invalidations> {
    PostgresInvalidationBus::on(database, bot, rand::random()).map(|bus| Invalidations::new(Arc::new(bus)))
}

/// The task that publishes what changes here, and tells the caches and the workers what changes on other instances; it ends
/// when dropped.
#[derive(Debug)]
pub(crate) struct InvalidationTask {
    running: DropGuard,
    task: JoinHandle<()>,
}

impl InvalidationTask {
    /// Begins, with these caches to forget in; watched by `liveness`.
    pub(crate) fn start(
        invalidations: Invalidations,
        caches: Caches,
        gatekeeper: Arc<Gatekeeper>,
        liveness: &Liveness,
    ) -> Self {
        let stop = CancellationToken::new();
        let receive = move |change| {
            caches.forget(change);
            if matches!(change, Change::Sweeps | Change::Everything) {
                gatekeeper.look_for_sweeps();
            }
            if matches!(change, Change::Releases | Change::Everything) {
                gatekeeper.look_for_releases();
            }
        };
        let work = invalidations.run(receive, stop.clone());
        Self { running: stop.drop_guard(), task: tokio::spawn(liveness.watch("invalidations", work)) }
    }

    /// Publishes what is left, and ends.
    pub(crate) async fn stop(self) {
        drop(self.running);
        // What is not published by then the other instances learn as their caches run out.
        let _ended = tokio::time::timeout(STOP_TIMEOUT, self.task).await;
    }
}
