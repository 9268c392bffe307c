//! Values in the memory of this process, each for a time that depends on it.

use std::time::Duration;

use portcullis_compact::CompactMap;
use tokio::time::Instant;

use super::{
    jitter::Jitter,
    values::{Key, Shareable, Values},
};

/// Values by their keys, each for its TTL with jitter, which begins anew when a value is replaced, and not when it is read.
///
/// What memory decides reads several of them for each message, so that reading is one hash and one short lock: nothing is
/// written down of what was used when.
pub(crate) struct ExpiringValues<K, V> {
    values: CompactMap<K, V>,
    ttl: Box<dyn Fn(&V) -> Duration + Send + Sync>,
    jitter: Jitter,
}

impl<K: Key, V: Shareable> ExpiringValues<K, V> {
    /// Room for `capacity` values of any size; of a few among more, that which expires first makes room.
    pub(super) fn new(capacity: u64, jitter: Jitter, ttl: impl Fn(&V) -> Duration + Send + Sync + 'static) -> Self {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
        Self { values: CompactMap::new(capacity, now()), ttl: Box::new(ttl), jitter }
    }

    /// Removes everything.
    pub(super) fn clear(&self) {
        self.values.clear();
    }
}

impl<K: Key, V: Shareable> Values<K, V> for ExpiringValues<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.values.get(key, now())
    }

    fn insert(&self, key: K, value: V) {
        let ttl = self.jitter.apply((self.ttl)(&value));
        self.values.insert(key, value, ttl, now());
    }

    fn remove(&self, key: &K) {
        self.values.remove(key);
    }
}

/// The time of the runtime, which a test may stop.
pub(crate) fn now() -> std::time::Instant {
    Instant::now().into_std()
}
