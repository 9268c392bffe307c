//! What was counted, in Prometheus' text.

use std::{fmt, time::Duration};

use metrics::{Counter, Gauge};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

use super::{Status, catalogue, health::seconds, process};

/// How often the samples of histograms are put into their buckets; in between they take memory.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Everything counted since the start of the process.
pub(super) struct Exporter {
    handle: PrometheusHandle,
    database_connected: Gauge,
    database_writable: Gauge,
    redis_connected: Gauge,
    clock_error: Gauge,
    parts_stopped: Gauge,
    log_lines_dropped: Counter,
}

impl Exporter {
    /// Begins to count. To be called before any part that counts is made, since each looks its counters up once.
    pub(super) fn install(status: &Status) -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(&catalogue::BUCKETS)?.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("this process counts elsewhere already: /metrics will tell only part of it");
        }
        catalogue::register();
        catalogue::redis_configured().set(one_if(status.has_redis()));
        Ok(Self {
            handle,
            database_connected: catalogue::database_connected(),
            database_writable: catalogue::database_writable(),
            redis_connected: catalogue::redis_connected(),
            clock_error: catalogue::clock_error(),
            parts_stopped: catalogue::parts_stopped(),
            log_lines_dropped: catalogue::log_lines_dropped(),
        })
    }

    /// Keeps the histograms small, for as long as the process runs.
    pub(super) fn upkeep(&self) -> impl Future<Output = ()> + Send + use<> {
        let handle = self.handle.clone();
        async move {
            loop {
                tokio::time::sleep(UPKEEP_INTERVAL).await;
                handle.run_upkeep();
            }
        }
    }

    /// All metrics, the gauges as they are now.
    pub(super) async fn text(&self, status: &Status) -> String {
        let asked = (status.ask_database(), status.ask_for_a_write(), status.ask_redis());
        let (database, is_writable, redis, ()) = futures::join!(asked.0, asked.1, asked.2, status.refresh_census());
        self.database_connected.set(one_if(database.is_some()));
        self.database_writable.set(one_if(is_writable != Some(false)));
        self.redis_connected.set(one_if(redis.flatten().is_some()));
        self.clock_error.set(status.clock_error().map_or(0.0, seconds));
        self.parts_stopped.set(u32::try_from(status.stopped_parts().len()).unwrap_or(u32::MAX));
        self.log_lines_dropped.absolute(status.dropped_log_lines());
        self.handle.render() + &process::text()
    }
}

fn one_if(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

impl fmt::Debug for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exporter").finish_non_exhaustive()
    }
}
