//! What the tiers count, each counter looked up once: the warm path must not search a registry.

use metrics::{Counter, counter};

/// Makes the metrics of the tiers present, so that what has not happened yet is told as zero: for the start of a program,
/// after it has installed a recorder.
pub fn register_metrics() {
    drop(Meters::new());
}

/// The counters of the tiers: each membership that was remembered, by where, and each that had to be looked up.
pub(crate) struct Meters {
    process_hits: Counter,
    redis_hits: Counter,
    misses: Counter,
}

impl Meters {
    pub(crate) fn new() -> Self {
        Self {
            process_hits: counter!("bot_cache_hits_total", "tier" => "process"),
            redis_hits: counter!("bot_cache_hits_total", "tier" => "redis"),
            misses: counter!("bot_cache_misses_total"),
        }
    }

    /// So many were remembered by this process.
    pub(crate) fn process_hits(&self, count: usize) {
        self.process_hits.increment(count as u64);
    }

    /// So many were found in Redis.
    pub(crate) fn redis_hits(&self, count: usize) {
        self.redis_hits.increment(count as u64);
    }

    /// So many were remembered nowhere.
    pub(crate) fn misses(&self, count: usize) {
        self.misses.increment(count as u64);
    }
}
