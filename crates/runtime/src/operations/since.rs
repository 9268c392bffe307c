//! Since when each part is as it is, as far as somebody has looked.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use portcullis_domain::Timestamp;

/// What was seen of each part the last time, and since when it has been seen so.
#[derive(Debug)]
pub(super) struct Since<T>(Mutex<HashMap<&'static str, (T, Timestamp)>>);

impl<T> Default for Since<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: PartialEq> Since<T> {
    /// Since when the part has been seen like this, it being so `now`.
    pub(super) fn note(&self, part: &'static str, state: T, now: Timestamp) -> Timestamp {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(part) {
            Some((known, since)) if *known == state => *since,
            _ => {
                seen.insert(part, (state, now));
                now
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_so_since_it_was_first_seen_so() {
        let since = Since::default();
        let at = Timestamp::from_secs;
        assert_eq!(since.note("redis", "up", at(1)), at(1));
        assert_eq!(since.note("redis", "up", at(5)), at(1));
        assert_eq!(since.note("database", "up", at(6)), at(6));
        assert_eq!(since.note("redis", "down", at(7)), at(7));
        assert_eq!(since.note("redis", "up", at(9)), at(9));
    }
}
