//! The entries of one lock.

use hashbrown::HashTable;

/// Of how many entries that which expires first goes, where there is no room.
const SAMPLE: usize = 8;

/// A table without room for a share of its entries more, one in so many, grows.
const FREE_SHARE: usize = 8;

/// How many entries a table of so many buckets has room for: the others stay free, so that a search ends.
const fn max_entries(buckets: usize) -> usize {
    if buckets < 8 { buckets - 1 } else { buckets / 8 * 7 }
}

/// A key, its value, and when it expires.
pub(crate) struct Entry<K, V> {
    pub(crate) key: K,
    pub(crate) value: V,
    /// From this tick on it is gone.
    pub(crate) expires: u32,
}

/// Some of the entries of a map: those whose keys' hashes fall to it.
pub(crate) struct Shard<K, V> {
    entries: HashTable<Entry<K, V>>,
    /// The bucket that was looked at last, to make room.
    hand: usize,
}

impl<K, V> Default for Shard<K, V> {
    fn default() -> Self {
        Self { entries: HashTable::new(), hand: 0 }
    }
}

impl<K: Eq, V: Clone> Shard<K, V> {
    /// The value of a key, unless it has expired by `now`.
    pub(crate) fn get(&self, hash: u64, key: &K, now: u32) -> Option<V> {
        let entry = self.entries.find(hash, |entry| entry.key == *key)?;
        (now < entry.expires).then(|| entry.value.clone())
    }

    /// Puts an entry among `capacity` at most, in the place of the one with its key.
    ///
    /// `rehash` gives the hash of a key.
    pub(crate) fn insert(
        &mut self,
        hash: u64,
        entry: Entry<K, V>,
        now: u32,
        capacity: usize,
        rehash: impl Fn(&K) -> u64,
    ) {
        if let Some(old) = self.entries.find_mut(hash, |old| old.key == entry.key) {
            *old = entry;
            return;
        }
        if self.entries.len() == self.entries.capacity() {
            self.make_room(now, &rehash);
        }
        if self.entries.len() >= capacity {
            self.evict();
        }
        self.entries.insert_unique(hash, entry, |entry| rehash(&entry.key));
    }

    /// Makes room in a table that has none left, which costs as much as looking through it, and so much of it that this comes
    /// seldom.
    ///
    /// What was removed may leave a mark that takes room too. A table whose room went to marks is made anew in its size; by
    /// itself it would grow to twice that as soon as it is more than half full.
    fn make_room(&mut self, now: u32, rehash: &impl Fn(&K) -> u64) {
        self.entries.retain(|entry| now < entry.expires);
        let hash_of = |entry: &Entry<K, V>| rehash(&entry.key);
        let (room, wanted) = (max_entries(self.entries.num_buckets()), self.entries.len() / FREE_SHARE + 1);
        if self.entries.len() + wanted > room {
            self.entries.reserve(wanted, hash_of);
            return;
        }
        let mut anew = HashTable::with_capacity(room);
        for entry in self.entries.drain() {
            anew.insert_unique(hash_of(&entry), entry, hash_of);
        }
        self.entries = anew;
    }

    pub(crate) fn remove(&mut self, hash: u64, key: &K) {
        if let Ok(entry) = self.entries.find_entry(hash, |entry| entry.key == *key) {
            entry.remove();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Removes that of the next few entries which expires first.
    fn evict(&mut self) {
        let buckets = self.entries.num_buckets();
        let (mut first, mut sampled) = (None, 0);
        for _ in 0..buckets {
            self.hand = (self.hand + 1) % buckets;
            let Some(entry) = self.entries.get_bucket(self.hand) else { continue };
            if first.is_none_or(|(_, expires)| entry.expires < expires) {
                first = Some((self.hand, entry.expires));
            }
            sampled += 1;
            if sampled == SAMPLE {
                break;
            }
        }
        if let Some((bucket, _)) = first
            && let Ok(entry) = self.entries.get_bucket_entry(bucket)
        {
            entry.remove();
        }
    }

    /// How many bytes the table takes.
    #[cfg(test)]
    pub(crate) fn allocation_size(&self) -> usize {
        self.entries.allocation_size()
    }
}
