//! How long each value lives, told to moka.

use std::time::{Duration, Instant};

use moka::Expiry;

use crate::loading_cache::jitter::Jitter;

/// A time that depends on the value, scattered; it begins anew when a value is replaced, and not when it is read.
pub(crate) struct Lifetime<V> {
    ttl: Box<dyn Fn(&V) -> Duration + Send + Sync>,
    jitter: Jitter,
}

impl<V> Lifetime<V> {
    pub(crate) fn new(ttl: impl Fn(&V) -> Duration + Send + Sync + 'static, jitter: Jitter) -> Self {
        Self { ttl: Box::new(ttl), jitter }
    }
}

impl<K, V> Expiry<K, V> for Lifetime<V> {
    fn expire_after_create(&self, _: &K, value: &V, _: Instant) -> Option<Duration> {
        Some(self.jitter.scatter((self.ttl)(value)))
    }

    fn expire_after_update(&self, _: &K, value: &V, _: Instant, _: Option<Duration>) -> Option<Duration> {
        Some(self.jitter.scatter((self.ttl)(value)))
    }
}
