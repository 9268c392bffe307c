//! The last change of each person's status in each channel that was told.

use std::time::Duration;

use portcullis_domain::{ChannelId, Timestamp, UserId, event::CHANGE_IS_NEW_FOR};

/// How many people's last changes are remembered: some 150 bytes each.
const REMEMBERED_CHANGES: u64 = 50_000;

/// How long a change is remembered: what comes again later than that is old by its own date.
const REMEMBERED_FOR: Duration = CHANGE_IS_NEW_FOR.saturating_mul(2);

/// Tells an update that comes again from one that tells something new.
pub(crate) struct LastChanges(moka::sync::Cache<(UserId, ChannelId), Timestamp>);

impl Default for LastChanges {
    fn default() -> Self {
        let builder = moka::sync::Cache::builder();
        Self(builder.max_capacity(REMEMBERED_CHANGES).time_to_live(REMEMBERED_FOR).build())
    }
}

impl LastChanges {
    /// Takes note of a change at this moment; `false` if one of the same moment or a later one was told before.
    pub(super) fn note(&self, user: UserId, channel: ChannelId, at: Timestamp) -> bool {
        let key = (user, channel);
        let is_newer = self.0.get(&key).is_none_or(|last| last < at);
        if is_newer {
            self.0.insert(key, at);
        }
        is_newer
    }
}
