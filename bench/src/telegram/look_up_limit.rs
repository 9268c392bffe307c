//! How many look-ups a second Telegram takes; nobody publishes what the real one does.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// As many calls of `getChatMember` as are due since the last, and those of a second at once; all unless it is set.
#[derive(Debug, Default)]
pub(super) struct LookUpLimit(Mutex<Option<Bucket>>);

#[derive(Debug)]
struct Bucket {
    per_second: f64,
    room: f64,
    at: Instant,
}

impl LookUpLimit {
    pub(super) fn set(&self, per_second: u32) {
        let per_second = f64::from(per_second);
        *self.bucket() = Some(Bucket { per_second, room: per_second, at: Instant::now() });
    }

    /// Whether one more is taken at this moment.
    pub(super) fn takes_one(&self, now: Instant) -> bool {
        let mut bucket = self.bucket();
        let Some(Bucket { per_second, room, at }) = bucket.as_mut() else { return true };
        let due = now.saturating_duration_since(*at).as_secs_f64() * *per_second;
        (*room, *at) = ((*room + due).min(*per_second), now);
        let is_taken = *room >= 1.0;
        if is_taken {
            *room -= 1.0;
        }
        is_taken
    }

    fn bucket(&self) -> std::sync::MutexGuard<'_, Option<Bucket>> {
        // Nothing panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn those_of_a_second_are_taken_and_then_as_many_as_are_due() {
        let limit = LookUpLimit::default();
        let taken = |at: Instant| (0..100).filter(|_| limit.takes_one(at)).count();
        assert_eq!(taken(Instant::now()), 100);
        limit.set(10);
        let begun = Instant::now();
        assert_eq!(taken(begun), 10);
        assert_eq!(taken(begun + Duration::from_millis(500)), 5);
        assert_eq!(taken(begun + Duration::from_mins(1)), 10);
    }
}
