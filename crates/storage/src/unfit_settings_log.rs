//! Stored settings that do not fit are logged, each once.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use portcullis_domain::{GroupId, settings::GroupSettings};

/// How many are kept in mind; beyond that, they are logged again.
const CAPACITY: usize = 10_000;

/// Which unfit settings of which groups have been logged by this process.
#[derive(Default)]
pub(crate) struct UnfitSettingsLog(Mutex<HashSet<(GroupId, &'static str)>>);

impl UnfitSettingsLog {
    /// Logs the settings of a group that do not fit, unless that was done before.
    pub(crate) fn warn_once(&self, group: GroupId, settings: &GroupSettings) {
        for unfit in &settings.unfit {
            if self.is_new(group, unfit.key) {
                tracing::warn!(
                    chat_id = group.0,
                    error = unfit as &dyn std::error::Error,
                    "a setting counts as its default"
                );
            }
        }
    }

    fn is_new(&self, group: GroupId, key: &'static str) -> bool {
        // The set is whole at every moment, so a panic elsewhere can't have broken it.
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.len() >= CAPACITY {
            logged.clear();
        }
        logged.insert((group, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_new_once_for_each_group_and_key() {
        let log = UnfitSettingsLog::default();
        assert!(log.is_new(GroupId(-1), "policy"));
        assert!(!log.is_new(GroupId(-1), "policy"));
        assert!(log.is_new(GroupId(-1), "mode"));
        assert!(log.is_new(GroupId(-2), "policy"));
    }
}
