//! The metrics of the caches; each counter is looked up once, since the warm path must not search a registry.

use metrics::{Counter, counter};

/// Makes the metrics of the tiers present, so that what has not happened yet is exported as zero: for the start of a program,
/// after it has installed a recorder.
pub fn register_metrics() {
    drop(Metrics::new());
}

/// How many memberships were cached, by tier, and how many had to be looked up.
pub(crate) struct Metrics {
    process_hits: Counter,
    redis_hits: Counter,
    misses: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            process_hits: counter!("bot_cache_hits_total", "tier" => "process"),
            redis_hits: counter!("bot_cache_hits_total", "tier" => "redis"),
            misses: counter!("bot_cache_misses_total"),
        }
    }

    /// Counts memberships that were cached in this process.
    pub(crate) fn count_process_hits(&self, count: usize) {
        self.process_hits.increment(count as u64);
    }

    /// Counts memberships that were cached in Redis.
    pub(crate) fn count_redis_hits(&self, count: usize) {
        self.redis_hits.increment(count as u64);
    }

    /// Counts memberships that were cached nowhere.
    pub(crate) fn count_misses(&self, count: usize) {
        self.misses.increment(count as u64);
    }
}
