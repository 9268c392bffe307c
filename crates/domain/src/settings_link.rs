//! The deep link into a group's settings in private, and what the panel's questions carry.

use crate::{GroupId, setting::Setting};

/// What it begins with.
const PREFIX: &str = "settings_";

/// Where a deep link leads. Anybody can make one up, so that it proves nothing.
/// <https://core.telegram.org/bots/features#deep-linking>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingsLink {
    /// The group whose settings it is about.
    pub group: GroupId,
    /// One of them, or all.
    pub setting: Option<Setting>,
}

impl SettingsLink {
    /// The payload behind `/start`: 1 to 64 letters, digits, `_` and `-`.
    #[must_use]
    pub fn payload(self) -> String {
        let Self { group, setting } = self;
        match setting {
            Some(setting) => format!("{PREFIX}{group}_{}", setting.key()),
            None => format!("{PREFIX}{group}"),
        }
    }

    /// Reads a payload; `None` if it leads elsewhere.
    #[must_use]
    pub fn parse(payload: &str) -> Option<Self> {
        let rest = payload.strip_prefix(PREFIX)?;
        let (group, setting) = match rest.split_once('_') {
            Some((group, key)) => (group, Some(Setting::of_key(key)?)),
            None => (rest, None),
        };
        Some(Self { group: GroupId(group.parse().ok()?), setting })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn other_payloads_lead_elsewhere() {
        for payload in ["", "setup_-7", "settings_", "settings_x", "settings_-7_", "settings_-7_colour"] {
            assert_eq!(SettingsLink::parse(payload), None, "{payload}");
        }
    }

    proptest! {
        #[test]
        fn a_payload_is_read_back_and_is_one_that_telegram_takes(group: i64) {
            for setting in Setting::ALL.into_iter().map(Some).chain([None]) {
                let link = SettingsLink { group: GroupId(group), setting };
                let payload = link.payload();
                prop_assert!(payload.len() <= 64);
                prop_assert!(payload.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)));
                prop_assert_eq!(SettingsLink::parse(&payload), Some(link));
            }
        }
    }
}
