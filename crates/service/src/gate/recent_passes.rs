//! How many people have passed the gate of a group within the last minutes, by what Telegram says of them now.

use std::sync::{Arc, Mutex, PoisonError};

use portcullis_domain::{GroupId, Timestamp, brake::WINDOW, ports::Clock};

/// How many groups' passes are counted; of the others, none.
const REMEMBERED_GROUPS: u64 = 10_000;

/// How many minutes make the window; each is counted together.
const MINUTES: usize = 10;

/// Counts passes, in this process: where others pass elsewhere, the brake trips the sooner.
pub(crate) struct RecentPasses {
    groups: moka::sync::Cache<GroupId, Arc<Mutex<Minutes>>>,
    clock: Arc<dyn Clock>,
}

/// The passes of the last minutes, each with its number since 1970.
#[derive(Default)]
struct Minutes([(i64, u64); MINUTES]);

impl RecentPasses {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let groups = moka::sync::Cache::builder().max_capacity(REMEMBERED_GROUPS).time_to_idle(WINDOW);
        Self { groups: groups.build(), clock }
    }

    /// Somebody who was looked up passes.
    pub(crate) fn note(&self, group: GroupId) {
        let minutes = self.groups.get_with(group, Arc::default);
        // A count is one assignment, so a panic elsewhere leaves none half made.
        minutes.lock().unwrap_or_else(PoisonError::into_inner).add(minute_of(self.clock.now()));
    }

    /// How many have passed within the window.
    pub(crate) fn count(&self, group: GroupId) -> u64 {
        let Some(minutes) = self.groups.get(&group) else { return 0 };
        minutes.lock().unwrap_or_else(PoisonError::into_inner).sum(minute_of(self.clock.now()))
    }
}

impl Minutes {
    fn add(&mut self, minute: i64) {
        let place = usize::try_from(minute.unsigned_abs() % MINUTES as u64).unwrap_or_default();
        let counted = &mut self.0[place];
        if counted.0 != minute {
            *counted = (minute, 0);
        }
        counted.1 = counted.1.saturating_add(1);
    }

    fn sum(&self, minute: i64) -> u64 {
        let is_within = |counted: i64| counted <= minute && minute.abs_diff(counted) < MINUTES as u64;
        self.0.iter().filter(|(counted, _)| is_within(*counted)).map(|(_, passes)| passes).sum()
    }
}

fn minute_of(now: Timestamp) -> i64 {
    now.as_secs() / 60
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::{GROUP, NOW, SettableClock};

    #[test]
    fn passes_count_for_ten_minutes_and_each_group_for_itself() {
        const MINUTE: Duration = Duration::from_mins(1);
        assert_eq!(WINDOW, MINUTE * 10);
        let clock = Arc::new(SettableClock::at(NOW));
        let passes = RecentPasses::new(clock.clone());
        clock.set(NOW);
        (0..3).for_each(|_| passes.note(GROUP));
        clock.set(NOW.after(MINUTE * 5));
        passes.note(GROUP);
        assert_eq!((passes.count(GROUP), passes.count(GroupId(-2))), (4, 0));
        clock.set(NOW.after(MINUTE * 10));
        assert_eq!(passes.count(GROUP), 1);
        passes.note(GROUP);
        clock.set(NOW.after(MINUTE * 16));
        assert_eq!(passes.count(GROUP), 1, "what was counted ten minutes before in its place is gone");
    }
}
