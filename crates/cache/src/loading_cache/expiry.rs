//! How long each value is cached, in moka's terms.

use std::time::{Duration, Instant};

use moka::Expiry;

use super::jitter::Jitter;

/// A TTL that depends on the value, with jitter; it begins anew when a value is replaced, and not when it is read.
pub(crate) struct JitteredExpiry<V> {
    ttl: Box<dyn Fn(&V) -> Duration + Send + Sync>,
    jitter: Jitter,
}

impl<V> JitteredExpiry<V> {
    pub(crate) fn new(ttl: impl Fn(&V) -> Duration + Send + Sync + 'static, jitter: Jitter) -> Self {
        Self { ttl: Box::new(ttl), jitter }
    }
}

impl<K, V> Expiry<K, V> for JitteredExpiry<V> {
    fn expire_after_create(&self, _: &K, value: &V, _: Instant) -> Option<Duration> {
        Some(self.jitter.apply((self.ttl)(value)))
    }

    fn expire_after_update(&self, _: &K, value: &V, _: Instant, _: Option<Duration>) -> Option<Duration> {
        Some(self.jitter.apply((self.ttl)(value)))
    }
}
