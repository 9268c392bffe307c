//! Whatever is done with a map, it says what a plain map would say that forgets nothing before its time.

#![expect(clippy::unwrap_used, reason = "the functions beside the tests fail a test by it too")]

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use portcullis_compact::{CompactMap, Pair};
use proptest::prelude::*;

/// A tick of the map: times that are whole ones are exact.
const TICK: Duration = Duration::from_millis(125);

#[derive(Clone, Debug)]
enum Step {
    Insert { key: i64, value: u8, ticks: u32 },
    InsertIfAbsent { key: i64, value: u8, ticks: u32 },
    Remove { key: i64 },
    Get { key: i64 },
    Wait { ticks: u32 },
}

fn steps(keys: i64) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..keys, any::<u8>(), 0..40_u32).prop_map(|(key, value, ticks)| Step::Insert { key, value, ticks }),
        3 => (0..keys, any::<u8>(), 0..40_u32).prop_map(|(key, value, ticks)| Step::InsertIfAbsent { key, value, ticks }),
        1 => (0..keys).prop_map(|key| Step::Remove { key }),
        6 => (0..keys).prop_map(|key| Step::Get { key }),
        1 => (1..20_u32).prop_map(|ticks| Step::Wait { ticks }),
    ];
    prop::collection::vec(step, 1..400)
}

/// A map, and what it should know.
struct Pairs {
    map: CompactMap<Pair, u8>,
    model: HashMap<i64, (u8, Instant)>,
    now: Instant,
}

fn pair(key: i64) -> Pair {
    Pair::new(key, -key).unwrap()
}

impl Pairs {
    fn new(capacity: usize) -> Self {
        let now = Instant::now();
        Self { map: CompactMap::new(capacity, now), model: HashMap::new(), now }
    }

    fn expected(&self, key: i64) -> Option<u8> {
        self.model.get(&key).filter(|(_, end)| self.now < *end).map(|(value, _)| *value)
    }

    fn put(&mut self, key: i64, value: u8, ttl: Duration) {
        self.model.insert(key, (value, self.now + ttl));
    }

    /// Does one step; `forgetful` if the map may know less, since it has no room for all.
    fn step(&mut self, step: &Step, forgetful: bool) {
        match *step {
            Step::Insert { key, value, ticks } => {
                self.map.insert(pair(key), value, TICK * ticks, self.now);
                self.put(key, value, TICK * ticks);
                assert_eq!(self.map.get(&pair(key), self.now), self.expected(key), "what was put last is there");
            }
            Step::InsertIfAbsent { key, value, ticks } => {
                let (is_put, expected) =
                    (self.map.insert_if_absent(pair(key), value, TICK * ticks, self.now), self.expected(key));
                assert!(if is_put { forgetful || expected.is_none() } else { expected.is_some() });
                if is_put {
                    self.put(key, value, TICK * ticks);
                }
            }
            Step::Remove { key } => {
                self.map.remove(&pair(key));
                self.model.remove(&key);
                assert_eq!(self.map.get(&pair(key), self.now), None);
            }
            Step::Get { key } => {
                let (got, expected) = (self.map.get(&pair(key), self.now), self.expected(key));
                assert!(got == expected || forgetful && got.is_none(), "{got:?} is not {expected:?}");
            }
            Step::Wait { ticks } => self.now += TICK * ticks,
        }
    }
}

proptest! {
    #[test]
    fn a_map_with_room_for_all_is_a_plain_map_whose_entries_expire(steps in steps(40)) {
        let mut pairs = Pairs::new(40);
        for step in &steps {
            pairs.step(step, false);
        }
    }

    #[test]
    fn a_map_without_room_for_all_forgets_and_never_invents(steps in steps(200), capacity in 1..100_usize) {
        let mut pairs = Pairs::new(capacity);
        for step in &steps {
            pairs.step(step, true);
            prop_assert!(pairs.map.len() <= capacity);
        }
    }

    #[test]
    fn a_time_between_two_ticks_is_never_exceeded(ttl in 0..10_000_u64, wait in 0..10_000_u64, at in 0..1_000_u64) {
        let begun = Instant::now();
        let map = CompactMap::new(1, begun);
        let now = begun + Duration::from_millis(at);
        map.insert(pair(1), (), Duration::from_millis(ttl), now);
        let is_there = map.get(&pair(1), now + Duration::from_millis(wait)).is_some();
        prop_assert!(!is_there || wait < ttl);
        prop_assert!(is_there || wait + 125 > ttl);
    }
}
