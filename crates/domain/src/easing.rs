//! Whether new settings ask less of people than the old ones did, so that some whom the gate muted may be free.

use crate::settings::{GroupSettings, Mode, OnUnknown, PendingJoinRequests, Policy};

/// Whether somebody who was muted under the settings `before` could be free under those `after`.
#[must_use]
pub fn is_eased(before: &GroupSettings, after: &GroupSettings) -> bool {
    let became = |is_easier: fn(&GroupSettings) -> bool| !is_easier(before) && is_easier(after);
    became(|settings| settings.mode == Mode::Observe)
        || became(|settings| settings.policy == Policy::Any)
        || became(|settings| settings.on_unknown == OnUnknown::Allow)
        || became(|settings| settings.pending_join_requests == PendingJoinRequests::Accept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::{Setting, SettingChange, SettingsUpdate};

    fn with(setting: Setting, value: &str) -> GroupSettings {
        let change = SettingChange::new(setting, value).unwrap();
        GroupSettings::default().updated(&SettingsUpdate::Change(change))
    }

    #[test]
    fn settings_that_ask_less_are_easier_and_those_that_ask_more_are_not() {
        for (setting, stricter, easier) in [
            (Setting::Mode, "enforce", "observe"),
            (Setting::Policy, "all", "any"),
            (Setting::OnUnknown, "restrict", "allow"),
            (Setting::PendingJoinRequests, "ignore", "accept"),
        ] {
            let (stricter, easier) = (with(setting, stricter), with(setting, easier));
            assert!(is_eased(&stricter, &easier), "{setting:?}");
            assert!(!is_eased(&easier, &stricter), "{setting:?}");
            assert!(!is_eased(&easier, &easier), "{setting:?}");
        }
    }

    #[test]
    fn other_settings_free_nobody() {
        for (setting, value) in [(Setting::MuteForDays, "1"), (Setting::GateOnJoin, "false"), (Setting::Language, "es")]
        {
            assert!(!is_eased(&GroupSettings::default(), &with(setting, value)), "{setting:?}");
        }
    }
}
