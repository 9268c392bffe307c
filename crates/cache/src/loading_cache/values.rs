//! Where the values of a [`LoadingCache`](super::LoadingCache) are.

use std::{hash::Hash, time::Duration};

use moka::sync::Cache;

use super::{expiry::JitteredExpiry, jitter::Jitter};

/// What is needed of a key.
pub(crate) trait Key: Clone + Eq + Hash + Send + Sync + 'static {}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> Key for K {}

/// What is needed of a value or an error: several callers get it.
pub(crate) trait Shareable: Clone + Send + Sync + 'static {}

impl<V: Clone + Send + Sync + 'static> Shareable for V {}

/// Values by their keys, each until it expires.
pub(crate) trait Values<K, V>: Send + Sync + 'static {
    /// The value of a key, if it has one that has not expired.
    fn get(&self, key: &K) -> Option<V>;

    /// Puts a value in the place of another.
    fn insert(&self, key: K, value: V);

    /// Removes the value of a key.
    fn remove(&self, key: &K);
}

impl<K: Key, V: Shareable> Values<K, V> for Cache<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.get(key)
    }

    fn insert(&self, key: K, value: V) {
        self.insert(key, value);
    }

    fn remove(&self, key: &K) {
        self.invalidate(key);
    }
}

/// Room for `capacity` values of any size, each for its `ttl`, with `jitter`. What is used seldom makes room.
pub(super) fn bounded<K: Key, V: Shareable>(
    capacity: u64,
    jitter: Jitter,
    ttl: impl Fn(&V) -> Duration + Send + Sync + 'static,
) -> Cache<K, V> {
    Cache::builder().max_capacity(capacity).expire_after(JitteredExpiry::new(ttl, jitter)).build()
}
