//! One setting of a group, as an admin changes it: which there are, what each can be, and what a change makes of the rest.

use serde_json::Value;

use crate::settings::{GroupSettings, UnfitSetting};

/// A setting that an admin can change; those that have no effect are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// `mode`
    Mode,
    /// `policy`
    Policy,
    /// `on_unknown`
    OnUnknown,
    /// `gate_on_join`
    GateOnJoin,
    /// `gate_on_leave`
    GateOnLeave,
    /// `mute_for_days`
    MuteForDays,
    /// `ladder`
    Ladder,
    /// `amnesty_days`
    AmnestyDays,
    /// `channel_senders`
    ChannelSenders,
    /// `pending_join_requests`
    PendingJoinRequests,
    /// `language`
    Language,
    /// `notice_text`
    NoticeText,
    /// `notice_delete_after_seconds`
    NoticeDeleteAfterSeconds,
    /// `command_delete_after_seconds`
    CommandDeleteAfterSeconds,
    /// `welcome_text`
    WelcomeText,
    /// `brake`
    Brake,
    /// `remove_join_lines`
    RemoveJoinLines,
}

/// What a setting can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValues {
    /// One of these words; of a setting that is on or off: `true` and `false`.
    Words(&'static [&'static str]),
    /// A number.
    Number {
        /// The least.
        least: u32,
        /// The greatest.
        most: u32,
        /// Those that are usual.
        usual: &'static [u32],
    },
    /// A text.
    Text,
    /// `auto`, or the code of a language.
    Language,
}

const FLAG: SettingValues = SettingValues::Words(&["true", "false"]);

/// The longest text that a setting takes, in bytes: Telegram hands over messages of 4096 letters at most.
const MAX_TEXT: usize = 4 * 4096;

impl Setting {
    /// Every setting, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::Mode,
        Self::Policy,
        Self::OnUnknown,
        Self::GateOnJoin,
        Self::GateOnLeave,
        Self::MuteForDays,
        Self::Ladder,
        Self::AmnestyDays,
        Self::ChannelSenders,
        Self::PendingJoinRequests,
        Self::Language,
        Self::NoticeText,
        Self::NoticeDeleteAfterSeconds,
        Self::CommandDeleteAfterSeconds,
        Self::WelcomeText,
        Self::Brake,
        Self::RemoveJoinLines,
    ];

    /// Its key in `params`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Policy => "policy",
            Self::OnUnknown => "on_unknown",
            Self::GateOnJoin => "gate_on_join",
            Self::GateOnLeave => "gate_on_leave",
            Self::MuteForDays => "mute_for_days",
            Self::Ladder => "ladder",
            Self::AmnestyDays => "amnesty_days",
            Self::ChannelSenders => "channel_senders",
            Self::PendingJoinRequests => "pending_join_requests",
            Self::Language => "language",
            Self::NoticeText => "notice_text",
            Self::NoticeDeleteAfterSeconds => "notice_delete_after_seconds",
            Self::CommandDeleteAfterSeconds => "command_delete_after_seconds",
            Self::WelcomeText => "welcome_text",
            Self::Brake => "brake",
            Self::RemoveJoinLines => "remove_join_lines",
        }
    }

    /// The setting with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// What it can be.
    #[must_use]
    pub const fn values(self) -> SettingValues {
        match self {
            Self::Mode => SettingValues::Words(&["enforce", "observe"]),
            Self::Policy => SettingValues::Words(&["all", "any"]),
            Self::OnUnknown => SettingValues::Words(&["allow", "restrict"]),
            Self::GateOnJoin | Self::GateOnLeave | Self::Brake | Self::RemoveJoinLines => FLAG,
            Self::MuteForDays => SettingValues::Number { least: 1, most: 365, usual: &[1, 3, 7, 14, 30, 90] },
            Self::Ladder => SettingValues::Words(&["mute", "warn", "remind"]),
            Self::AmnestyDays => SettingValues::Number { least: 0, most: 90, usual: &[0, 3, 7, 14, 30, 90] },
            Self::ChannelSenders => SettingValues::Words(&["delete", "allow"]),
            Self::PendingJoinRequests => SettingValues::Words(&["ignore", "accept"]),
            Self::Language => SettingValues::Language,
            Self::NoticeText | Self::WelcomeText => SettingValues::Text,
            Self::NoticeDeleteAfterSeconds => {
                SettingValues::Number { least: 0, most: 86_400, usual: &[0, 60, 300, 1_800, 7_200, 86_400] }
            }
            Self::CommandDeleteAfterSeconds => {
                SettingValues::Number { least: 0, most: 86_400, usual: &[0, 15, 60, 300, 1_800, 7_200] }
            }
        }
    }

    /// Whether an admin gives it a value of their own, in words or digits: nobody taps a text.
    #[must_use]
    pub const fn is_given_by_reply(self) -> bool {
        matches!(self.values(), SettingValues::Text | SettingValues::Number { .. })
    }

    /// What it is in `settings`: the word, the number or the text.
    #[must_use]
    pub fn value_in(self, settings: &GroupSettings) -> String {
        match settings.value(self.key()) {
            Some(Value::String(text)) => text,
            // Numbers, `true` and `false` are written as they are.
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }
}

/// A setting's new value, which it can take.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingChange {
    setting: Setting,
    value: Value,
}

impl SettingChange {
    /// `setting` becomes the word, the number or the text in `written`.
    ///
    /// # Errors
    ///
    /// [`UnfitSetting`]: the setting can't take it.
    pub fn new(setting: Setting, written: &str) -> Result<Self, UnfitSetting> {
        let value = match setting.values() {
            SettingValues::Number { .. } => number(written).map_or_else(|| written.into(), Value::from),
            FLAG => written.parse::<bool>().map_or_else(|_| written.into(), Value::Bool),
            SettingValues::Words(_) | SettingValues::Text | SettingValues::Language => written.into(),
        };
        // PostgreSQL keeps no NUL.
        if written.len() > MAX_TEXT || written.contains('\0') {
            let reason = format!("a text of {} bytes is too long, or holds what no database keeps", written.len());
            return Err(UnfitSetting { key: setting.key(), value: Value::Null, reason });
        }
        let alone = [(setting.key().to_owned(), value.clone())];
        match GroupSettings::from_params(alone.into_iter().collect()).unfit.pop() {
            Some(unfit) => Err(unfit),
            None => Ok(Self { setting, value }),
        }
    }

    /// The setting.
    #[must_use]
    pub const fn setting(&self) -> Setting {
        self.setting
    }
}

/// A number in any digits that the bot's languages are written with.
fn number(written: &str) -> Option<u32> {
    let digit = |letter: char| {
        let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}'];
        let value = |zero: char| u32::from(letter).checked_sub(u32::from(zero)).filter(|value| *value < 10);
        zeros.into_iter().find_map(value)
    };
    let written = written.trim();
    let append = |number: u32, letter| number.checked_mul(10)?.checked_add(digit(letter)?);
    if written.is_empty() { None } else { written.chars().try_fold(0, append) }
}

/// What is made of a group's settings.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsUpdate {
    /// One gets another value.
    Change(SettingChange),
    /// All that this version knows become those of another group.
    CopyOf(Box<GroupSettings>),
}

impl GroupSettings {
    /// These settings after `update`. Keys that this version does not know stay; a value that did not fit goes with what takes
    /// its place.
    #[must_use]
    pub fn updated(&self, update: &SettingsUpdate) -> Self {
        match update {
            SettingsUpdate::Change(SettingChange { setting, value }) => {
                let mut params = self.to_params();
                params.insert(setting.key().to_owned(), value.clone());
                Self::from_params(params)
            }
            SettingsUpdate::CopyOf(other) => {
                Self { unknown: self.unknown.clone(), unfit: Vec::new(), ..GroupSettings::clone(other) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    fn params(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    fn change(setting: Setting, written: &str) -> SettingsUpdate {
        SettingsUpdate::Change(SettingChange::new(setting, written).unwrap())
    }

    /// Everything that the panel's buttons offer for a setting.
    fn offered(setting: Setting) -> Vec<String> {
        match setting.values() {
            SettingValues::Words(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            SettingValues::Number { usual, least, most } => {
                usual.iter().chain([&least, &most]).map(ToString::to_string).collect()
            }
            SettingValues::Text => vec![String::new(), "Hello {name}".to_owned()],
            SettingValues::Language => vec!["auto".to_owned(), "es".to_owned()],
        }
    }

    #[test]
    fn every_setting_takes_what_is_offered_for_it_and_is_that_then() {
        for setting in Setting::ALL {
            assert_eq!(Setting::of_key(setting.key()), Some(setting));
            assert!(GroupSettings::KEYS.contains(&setting.key()));
            for value in offered(setting) {
                let changed = GroupSettings::default().updated(&change(setting, &value));
                assert_eq!(setting.value_in(&changed), value, "{setting:?}");
                assert_eq!(changed.unfit, []);
            }
        }
    }

    #[test]
    fn what_a_setting_has_by_default_is_offered() {
        for setting in Setting::ALL {
            let value = setting.value_in(&GroupSettings::default());
            assert!(offered(setting).contains(&value), "{setting:?} is {value}");
        }
    }

    #[test]
    fn what_a_setting_can_not_be_is_refused_by_name() {
        for (setting, written) in [
            (Setting::Policy, "most"),
            (Setting::GateOnJoin, "yes"),
            (Setting::MuteForDays, "0"),
            (Setting::MuteForDays, "many"),
            (Setting::CommandDeleteAfterSeconds, "86401"),
            (Setting::CommandDeleteAfterSeconds, "-1"),
        ] {
            assert_eq!(SettingChange::new(setting, written).unwrap_err().key, setting.key(), "{written}");
        }
    }

    #[test]
    fn a_number_may_be_written_in_the_digits_of_each_language() {
        for written in ["14", " 14 ", "١٤", "۱۴", "१४"] {
            let changed = GroupSettings::default().updated(&change(Setting::MuteForDays, written));
            assert_eq!(changed.mute_for_days.get(), 14, "{written}");
        }
        for written in ["", "1.4", "-1", "4294967296", "1 4"] {
            assert!(SettingChange::new(Setting::CommandDeleteAfterSeconds, written).is_err(), "{written}");
        }
    }

    #[test]
    fn a_text_that_no_database_keeps_is_refused() {
        for text in ["a\0b".to_owned(), "x".repeat(MAX_TEXT + 1)] {
            assert!(SettingChange::new(Setting::NoticeText, &text).is_err());
        }
    }

    #[test]
    fn a_change_replaces_what_did_not_fit_and_keeps_every_other_key() {
        let stored = params(json!({"policy": "most", "mute_for_days": 0, "colour": "red"}));
        let changed = GroupSettings::from_params(stored).updated(&change(Setting::Policy, "all"));
        // The default needs no key.
        assert_eq!(changed.to_params(), params(json!({"mute_for_days": 0, "colour": "red"})));
    }

    #[test]
    fn a_copy_takes_all_that_is_known_and_leaves_the_unknown_keys_of_each_where_they_are() {
        let source = GroupSettings::from_params(params(json!({"policy": "any", "colour": "blue", "mode": "off"})));
        let target = GroupSettings::from_params(params(json!({"gate_on_join": false, "colour": "red", "mode": "odd"})));
        let copied = target.updated(&SettingsUpdate::CopyOf(Box::new(source)));
        assert_eq!(copied.to_params(), params(json!({"policy": "any", "colour": "red"})));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_refused_or_fits(written in ".{0,40}", index in 0..Setting::ALL.len()) {
            let setting = Setting::ALL[index];
            if let Ok(change) = SettingChange::new(setting, &written) {
                let changed = GroupSettings::default().updated(&SettingsUpdate::Change(change));
                prop_assert_eq!(&changed.unfit, &[]);
                prop_assert_eq!(GroupSettings::from_params(changed.to_params()), changed);
            }
        }
    }
}
