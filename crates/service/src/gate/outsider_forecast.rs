//! Whether whoever has to be looked up for a group is probably outside its channels: told by those who were looked up
//! before.

use std::sync::atomic::{AtomicU8, Ordering};

use portcullis_domain::GroupId;

/// How many counters there are, a byte each. Two groups that share one tell each other's.
const COUNTERS: usize = 4096;

/// Nobody was looked up yet.
const NOTHING_KNOWN: u8 = 0;

/// Whoever was looked up last was in the channels, and the one before too.
const SURELY_MEMBERS: u8 = 1;

/// From here on whoever is looked up is taken for an outsider: the last one was.
const PROBABLY_OUTSIDERS: u8 = 3;

/// Whoever was looked up last was not in the channels, and the one before neither.
const SURELY_OUTSIDERS: u8 = 4;

/// A two-bit saturating counter for each group; of a group in which nobody was looked up yet, that of all groups counts.
///
/// It decides about calls made ahead of time, and about nothing else: where it is wrong, one call was made for nothing, or
/// one comes later than it could.
pub(crate) struct OutsiderForecast {
    groups: Box<[AtomicU8]>,
    everywhere: AtomicU8,
}

impl Default for OutsiderForecast {
    fn default() -> Self {
        let groups = (0..COUNTERS).map(|_| AtomicU8::new(NOTHING_KNOWN)).collect();
        Self { groups, everywhere: AtomicU8::new(NOTHING_KNOWN) }
    }
}

impl OutsiderForecast {
    /// Whether somebody who has to be looked up for `group` is probably an outsider.
    pub(crate) fn expects_an_outsider(&self, group: GroupId) -> bool {
        let in_group = self.of(group).load(Ordering::Relaxed);
        let known = if in_group == NOTHING_KNOWN { self.everywhere.load(Ordering::Relaxed) } else { in_group };
        known >= PROBABLY_OUTSIDERS
    }

    /// Takes note that somebody was looked up whom the gate does not let speak.
    pub(crate) fn note_outsider(&self, group: GroupId) {
        for counter in [self.of(group), &self.everywhere] {
            let known = counter.load(Ordering::Relaxed);
            // Two at the same moment may count as one.
            counter.store((known.max(PROBABLY_OUTSIDERS - 1) + 1).min(SURELY_OUTSIDERS), Ordering::Relaxed);
        }
    }

    /// Takes note that somebody was looked up who may speak.
    pub(crate) fn note_member(&self, group: GroupId) {
        for counter in [self.of(group), &self.everywhere] {
            let known = counter.load(Ordering::Relaxed);
            counter.store(known.saturating_sub(1).max(SURELY_MEMBERS), Ordering::Relaxed);
        }
    }

    fn of(&self, group: GroupId) -> &AtomicU8 {
        let place = usize::try_from(group.0.unsigned_abs() % COUNTERS as u64).unwrap_or_default();
        &self.groups[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::GROUP;

    const OTHER: GroupId = GroupId(-2_000);

    #[test]
    fn an_outsider_is_expected_where_the_last_one_who_was_looked_up_was_one() {
        let forecast = OutsiderForecast::default();
        assert!(!forecast.expects_an_outsider(GROUP), "nothing is known");
        forecast.note_outsider(GROUP);
        assert!(forecast.expects_an_outsider(GROUP));
        forecast.note_member(GROUP);
        assert!(!forecast.expects_an_outsider(GROUP));
    }

    #[test]
    fn one_member_among_many_outsiders_changes_nothing() {
        let forecast = OutsiderForecast::default();
        for _ in 0..9 {
            forecast.note_outsider(GROUP);
        }
        forecast.note_member(GROUP);
        assert!(forecast.expects_an_outsider(GROUP));
        forecast.note_member(GROUP);
        assert!(!forecast.expects_an_outsider(GROUP));
    }

    #[test]
    fn a_group_of_which_nothing_is_known_is_like_the_others_and_one_of_members_is_not() {
        let forecast = OutsiderForecast::default();
        forecast.note_member(GROUP);
        forecast.note_outsider(OTHER);
        forecast.note_outsider(OTHER);
        assert!(forecast.expects_an_outsider(GroupId(-3_000)));
        assert!(!forecast.expects_an_outsider(GROUP));
    }
}
