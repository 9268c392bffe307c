//! A map of small things that expire, under several short locks.

use std::{
    fmt,
    hash::{BuildHasher, Hash},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use hashbrown::DefaultHashBuilder;

use crate::shard::{Entry, Shard};

/// How many ticks a second has: fine enough for times to live of some seconds, and `u32` lasts for 17 years.
const TICKS_A_SECOND: u32 = 8;

/// How many locks a map has: a table that grows holds its own meanwhile, for as long as it takes to move what is in it.
const SHARDS: usize = 64;

/// Below so many entries one lock will do: what is spread over several fills them unevenly.
const SHARED_FROM: usize = 4_096;

/// Keys and values of a few bytes, each for a time of its own, and never more of them than the map's capacity.
///
/// An entry takes the bytes of its key and value, five more, and one and a half times as much again at most for what is free
/// in the table.
pub struct CompactMap<K, V> {
    shards: Box<[Lock<K, V>]>,
    /// How many entries a shard may have.
    shard_capacity: usize,
    hasher: DefaultHashBuilder,
    /// From when on ticks are counted.
    begun: Instant,
}

/// A shard in a cache line of its own, so that two processors do not wait for each other's locks.
#[repr(align(64))]
struct Lock<K, V>(Mutex<Shard<K, V>>);

impl<K: Eq + Hash, V: Clone> CompactMap<K, V> {
    /// An empty map for `capacity` entries, and room for one at least. It takes its memory as it is filled.
    ///
    /// No later call may tell an earlier time than `now`.
    #[must_use]
    pub fn new(capacity: usize, now: Instant) -> Self {
        let shards = if capacity < SHARED_FROM { 1 } else { SHARDS };
        Self {
            shards: (0..shards).map(|_| Lock(Mutex::default())).collect(),
            shard_capacity: (capacity / shards).max(1),
            hasher: DefaultHashBuilder::default(),
            begun: now,
        }
    }

    /// The value of a key that has not expired by `now`.
    #[must_use]
    pub fn get(&self, key: &K, now: Instant) -> Option<V> {
        let hash = self.hasher.hash_one(key);
        self.shard(hash).get(hash, key, self.tick(now))
    }

    /// Puts a value in the place of that of the same key, if there is one, for `ttl` from `now` on. Where there is no room,
    /// another makes it.
    pub fn insert(&self, key: K, value: V, ttl: Duration, now: Instant) {
        let hash = self.hasher.hash_one(&key);
        self.insert_into(&mut self.shard(hash), hash, Entry { key, value, expires: self.expires(ttl, now) }, now);
    }

    /// Puts a value as [`insert`](Self::insert) does, unless the key has one that has not expired; `true` if it was put.
    pub fn insert_if_absent(&self, key: K, value: V, ttl: Duration, now: Instant) -> bool {
        let hash = self.hasher.hash_one(&key);
        let mut shard = self.shard(hash);
        let is_absent = shard.get(hash, &key, self.tick(now)).is_none();
        if is_absent {
            self.insert_into(&mut shard, hash, Entry { key, value, expires: self.expires(ttl, now) }, now);
        }
        is_absent
    }

    /// Removes the value of a key.
    pub fn remove(&self, key: &K) {
        let hash = self.hasher.hash_one(key);
        self.shard(hash).remove(hash, key);
    }

    /// Removes everything, and gives its memory back.
    pub fn clear(&self) {
        self.shards.iter().for_each(|lock| *lock.shard() = Shard::default());
    }

    /// How many entries take room, the expired ones among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards.iter().map(|lock| lock.shard().len()).sum()
    }

    /// Whether no entry takes room.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn insert_into(&self, shard: &mut Shard<K, V>, hash: u64, entry: Entry<K, V>, now: Instant) {
        shard.insert(hash, entry, self.tick(now), self.shard_capacity, |key| self.hasher.hash_one(key));
    }

    /// Chosen by bits of the hash that no table uses until it has four billion buckets.
    fn shard(&self, hash: u64) -> MutexGuard<'_, Shard<K, V>> {
        let index = usize::try_from(hash >> 32).unwrap_or_default() % self.shards.len();
        self.shards[index].shard()
    }

    /// Rounded down, as every tick: nothing is returned at its end or after it.
    fn expires(&self, ttl: Duration, now: Instant) -> u32 {
        now.checked_add(ttl).map_or(u32::MAX, |end| self.tick(end))
    }

    fn tick(&self, at: Instant) -> u32 {
        let since = at.saturating_duration_since(self.begun);
        let part = since.subsec_nanos() / (1_000_000_000 / TICKS_A_SECOND);
        let ticks = since.as_secs().saturating_mul(TICKS_A_SECOND.into()).saturating_add(part.into());
        u32::try_from(ticks).unwrap_or(u32::MAX)
    }
}

impl<K, V> Lock<K, V> {
    fn shard(&self) -> MutexGuard<'_, Shard<K, V>> {
        // A shard is whole after every call, also after one that has panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> fmt::Debug for CompactMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompactMap").field("shard_capacity", &self.shard_capacity).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pair;

    const MINUTE: Duration = Duration::from_mins(1);

    fn person(number: i64) -> Pair {
        Pair::new(number, -1_001_234_567_890).unwrap()
    }

    fn bytes_an_entry<K, V>(map: &CompactMap<K, V>) -> usize
    where
        K: Eq + Hash,
        V: Clone,
    {
        map.shards.iter().map(|lock| lock.shard().allocation_size()).sum::<usize>() / map.len()
    }

    #[test]
    fn an_entry_takes_no_more_bytes_than_promised() {
        let now = Instant::now();
        let (seen, known) = (CompactMap::new(1_000_000, now), CompactMap::new(1_000_000, now));
        for number in 0..100_000 {
            seen.insert(person(number), (), MINUTE, now);
            known.insert(person(number), 0_u32, MINUTE, now);
            if number % 20_000 == 19_999 {
                assert!(bytes_an_entry(&seen) <= 39, "{}", bytes_an_entry(&seen));
                assert!(bytes_an_entry(&known) <= 48, "{}", bytes_an_entry(&known));
            }
        }
    }

    /// Several times as many entries as it has room for; how many bytes one takes at most, once it is full.
    fn bytes_an_entry_when_full<V: Copy + Default>(capacity: usize) -> usize {
        let now = Instant::now();
        let map = CompactMap::new(capacity, now);
        let mut most = 0;
        for number in 0..4 * i64::try_from(capacity).unwrap() {
            map.insert(person(number), V::default(), MINUTE, now);
            if number % 1_000 == 0 && map.shards.iter().all(|lock| lock.shard().len() == map.shard_capacity) {
                most = most.max(bytes_an_entry(&map));
            }
        }
        assert!(most > 0, "it was never full");
        most
    }

    #[test]
    fn a_full_map_that_evicts_takes_no_more_bytes_for_an_entry_than_promised() {
        // From one size of its tables to the next; the worst is a table that has just too little room for an eighth more.
        for capacity in [60_000, 103_000] {
            let (seen, known) = (bytes_an_entry_when_full::<()>(capacity), bytes_an_entry_when_full::<u32>(capacity));
            assert!(seen <= 44 && known <= 54, "{seen} and {known} of {capacity}");
        }
        // What the program uses: 1 500 000, that is as full a table.
        assert!(bytes_an_entry_when_full::<()>(94_000) <= 24 && bytes_an_entry_when_full::<u32>(94_000) <= 30);
    }

    #[test]
    fn what_comes_and_expires_for_ever_takes_no_more_room_than_what_lives() {
        let mut now = Instant::now();
        let map = CompactMap::new(1_000_000, now);
        for number in 0..500_000 {
            map.insert(person(number), (), Duration::from_secs(10), now);
            now += Duration::from_millis(1);
        }
        assert!(map.len() <= 40_000, "10 000 live, and {} take room", map.len());
    }

    #[test]
    fn a_map_never_has_more_entries_than_its_capacity() {
        let now = Instant::now();
        for capacity in [0, 1, 100, 5_000] {
            let map = CompactMap::new(capacity, now);
            for number in 0..20_000 {
                map.insert(person(number), (), MINUTE, now);
                assert!(map.get(&person(number), now).is_some(), "what was put last is there");
            }
            let len = map.len();
            assert!(len <= capacity.max(1) && len * 10 >= capacity * 9, "{len} of {capacity}");
        }
    }

    #[test]
    fn what_expires_first_goes_first_where_there_is_no_room() {
        let now = Instant::now();
        let map = CompactMap::new(10_000, now);
        for number in 0..5_000 {
            map.insert(person(number), (), MINUTE * 10, now);
        }
        for number in 5_000..30_000 {
            map.insert(person(number), (), MINUTE, now);
        }
        let kept = (0..5_000).filter(|&number| map.get(&person(number), now).is_some()).count();
        assert!(kept > 4_500, "{kept} of 5 000");
    }

    #[test]
    fn a_full_map_serves_on_when_all_of_it_has_expired() {
        let now = Instant::now();
        let map = CompactMap::new(1_000, now);
        for number in 0..1_000 {
            map.insert(person(number), (), MINUTE, now);
        }
        let later = now + MINUTE;
        for number in 1_000..1_100 {
            map.insert(person(number), (), MINUTE, later);
        }
        let found = (0..1_100).filter(|&number| map.get(&person(number), later).is_some()).count();
        assert_eq!(found, 100, "what lives is not evicted while what has expired takes room");
    }

    #[test]
    fn a_map_that_was_cleared_has_no_entry_and_takes_others() {
        let now = Instant::now();
        let map = CompactMap::new(5_000, now);
        for number in 0..1_000 {
            map.insert(person(number), (), MINUTE, now);
        }
        map.clear();
        assert!(map.is_empty());
        map.insert(person(1), (), MINUTE, now);
        assert_eq!((map.get(&person(1), now), map.get(&person(2), now)), (Some(()), None));
    }

    #[test]
    fn a_time_beyond_counting_neither_panics_nor_lives_for_ever() {
        let earlier = Instant::now();
        let now = earlier + MINUTE;
        let map = CompactMap::new(10, now);
        // The last is more ticks than a `u64` can count.
        for ttl in [Duration::MAX, Duration::from_secs(1 << 62)] {
            map.insert(person(1), (), ttl, now);
            assert!(map.get(&person(1), now).is_some());
        }
        let in_a_generation = now + Duration::from_hours(24 * 365 * 18);
        assert_eq!(map.get(&person(1), in_a_generation), None);
        assert_eq!(map.get(&person(1), earlier), Some(()), "a clock that lags is no reason to panic");
    }
}
