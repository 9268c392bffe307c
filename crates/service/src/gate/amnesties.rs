//! Who may write for some days though they are in no channel, and was told so: their messages cost nothing.

use std::time::Duration;

use portcullis_domain::{GroupId, Timestamp, UserId, group::Group};

/// How many people are remembered; whoever is forgotten is looked up again, no more.
const REMEMBERED: u64 = 100_000;

/// How long somebody is remembered: whatever has become of their record meanwhile is found out then.
const REMEMBERED_FOR: Duration = Duration::from_hours(1);

/// Remembers, in this process, whom the amnesty of a group lets write and who was reminded.
pub(crate) struct Amnesties {
    until: moka::sync::Cache<(GroupId, UserId), Timestamp>,
}

impl Default for Amnesties {
    fn default() -> Self {
        let until = moka::sync::Cache::builder().max_capacity(REMEMBERED).time_to_live(REMEMBERED_FOR);
        Self { until: until.build() }
    }
}

impl Amnesties {
    /// Takes note that somebody may write in a group until then.
    pub(crate) fn note(&self, group: GroupId, user: UserId, until: Timestamp) {
        self.until.insert((group, user), until);
    }

    /// Whether it is known that what somebody writes in `group` at that moment stands. An amnesty that has been changed, or
    /// has begun anew, is another.
    pub(crate) fn covers(&self, group: &Group, user: UserId, at: Timestamp) -> bool {
        // Most groups have none.
        group.settings.amnesty_days.get() > 0
            && self.until.get(&(group.id, user)).is_some_and(|until| at < until && until == group.amnesty_until())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::settings::{AmnestyDays, GroupSettings};

    use super::*;
    use crate::testing::{ADMIN, ANN, NOW, group};

    fn with_amnesty(days: u32) -> Group {
        let amnesty_days = AmnestyDays::try_from(days).unwrap();
        let settings = GroupSettings { amnesty_days, ..GroupSettings::default() };
        Group { settings, switched_on_at: NOW, ..group() }
    }

    #[test]
    fn it_covers_whoever_was_noted_until_its_end_and_no_amnesty_but_that() {
        let (amnesties, group) = (Amnesties::default(), with_amnesty(14));
        let end = group.amnesty_until();
        amnesties.note(group.id, ANN, end);
        let last = end.before(Duration::from_millis(1));
        for (of, user, at, covered) in [
            (&group, ANN, NOW, true),
            (&group, ANN, last, true),
            (&group, ANN, end, false),
            (&group, ADMIN, NOW, false),
            (&with_amnesty(13), ANN, NOW, false),
            (&with_amnesty(0), ANN, NOW, false),
            (&Group { switched_on_at: NOW.after(Duration::from_secs(1)), ..group.clone() }, ANN, NOW, false),
            (&Group { id: GroupId(-77), ..group.clone() }, ANN, NOW, false),
        ] {
            assert_eq!(amnesties.covers(of, user, at), covered);
        }
    }
}
