//! Where the values of a [`LoadingCache`](super::LoadingCache) are.

use std::hash::Hash;

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
