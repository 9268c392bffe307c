//! The gauges that show what is stored: counted when they are scraped, and not more often than makes sense.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use metrics::Gauge;
use portcullis_domain::ports::{Census, CensusCounts};
use tokio::sync::Mutex;

use super::catalogue;

/// How long a count is shown before it is taken anew; with a scrape every 15 s each brings a new one.
const REFRESH_INTERVAL: Duration = Duration::from_secs(5);

/// How long a scrape waits for the count; after that it shows the last one.
const COUNT_TIMEOUT: Duration = Duration::from_secs(1);

/// What is stored, counted.
pub(super) struct CensusGauges {
    census: Arc<dyn Census>,
    taken: Mutex<Option<Instant>>,
    active_groups: Gauge,
    inbox_pending: Gauge,
    inbox_dead_letters: Gauge,
    restrictions_open: Gauge,
}

impl CensusGauges {
    pub(super) fn new(census: Arc<dyn Census>) -> Self {
        Self {
            census,
            taken: Mutex::default(),
            active_groups: catalogue::active_groups(),
            inbox_pending: catalogue::inbox_pending(),
            inbox_dead_letters: catalogue::inbox_dead_letters(),
            restrictions_open: catalogue::restrictions_open(),
        }
    }

    /// Counts, unless that was done just now. What can't be counted keeps its last value.
    pub(super) async fn refresh(&self) {
        let mut taken = self.taken.lock().await;
        if taken.is_some_and(|at| at.elapsed() < REFRESH_INTERVAL) {
            return;
        }
        // A failure is not repeated at once either: that would add load to a database that is in trouble.
        *taken = Some(Instant::now());
        match tokio::time::timeout(COUNT_TIMEOUT, self.census.take()).await {
            Ok(Ok(counts)) => self.show(counts),
            Ok(Err(error)) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "what is stored can't be counted now");
            }
            Err(_) => tracing::debug!("what is stored can't be counted in time"),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "no table has so many rows that a gauge can't tell them apart")]
    fn show(&self, counts: CensusCounts) {
        self.active_groups.set(counts.protected_groups as f64);
        self.inbox_pending.set(counts.pending_updates as f64);
        self.inbox_dead_letters.set(counts.dead_letters as f64);
        self.restrictions_open.set(counts.open_restrictions as f64);
    }
}
