//! The settings of a group, typed, with their defaults; the only place where either stands.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use thiserror::Error;

/// Whether the gate acts or only records what it would have done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Delete, mute, notify.
    #[default]
    Enforce,
    /// Decide and record, do nothing to anyone.
    Observe,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::Enforce, Self::Observe];

    /// The word for it in rows and settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Observe => "observe",
        }
    }
}

/// How many of a group's channels a person must be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// All of them.
    #[default]
    All,
    /// At least one.
    Any,
}

/// What happens to a person about whom nothing certain can be learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUnknown {
    /// They may speak: a fault of ours mutes nobody.
    #[default]
    Allow,
    /// They are restricted like a person who is not in the channels.
    Restrict,
}

/// What happens to a message that somebody writes in a channel's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelSenders {
    /// It is deleted: a channel can't be muted.
    #[default]
    Delete,
    /// It stays.
    Allow,
}

/// Whether a pending request to join a channel counts as being in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingJoinRequests {
    /// It does not.
    #[default]
    Ignore,
    /// It does.
    Accept,
}

/// What the bot does with requests to join the group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinRequests {
    /// Nothing: they are the admins' business.
    #[default]
    Off,
    /// Approves whoever meets the policy.
    Approve,
}

/// What comes before a mute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ladder {
    /// Nothing: whoever misses a channel is muted at once.
    #[default]
    Mute,
    /// Their message goes, and they are told why; the third time within a day they are muted.
    Warn,
    /// A known member's message stands once, and the notice answers it.
    Remind,
}

/// Which language the bot speaks in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum LanguageChoice {
    /// The person's own, as their client names it.
    #[default]
    Auto,
    /// This one, an IETF tag.
    Code(String),
}

impl From<String> for LanguageChoice {
    fn from(code: String) -> Self {
        if code == "auto" { Self::Auto } else { Self::Code(code) }
    }
}

impl From<LanguageChoice> for String {
    fn from(choice: LanguageChoice) -> Self {
        match choice {
            LanguageChoice::Auto => "auto".to_owned(),
            LanguageChoice::Code(code) => code,
        }
    }
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $min:literal ..= $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        impl $name {
            /// The number.
            #[must_use]
            pub const fn get(self) -> u32 {
                self.0
            }
        }

        impl TryFrom<u32> for $name {
            type Error = String;

            fn try_from(number: u32) -> Result<Self, String> {
                if ($min..=$max).contains(&number) {
                    Ok(Self(number))
                } else {
                    Err(format!("{number} is not between {} and {}", $min, $max))
                }
            }
        }

        impl From<$name> for u32 {
            fn from(number: $name) -> Self {
                number.0
            }
        }
    };
}

bounded! {
    /// For how many days a mute lasts: never for ever, so that everybody is un-muted should the bot disappear.
    MuteDays, 1..=365
}
bounded! {
    /// For how many days people who were in a group before its gate may go on writing; 0: not at all.
    AmnestyDays, 0..=90
}
bounded! {
    /// A number of minutes up to a week; 0: never.
    Minutes, 0..=10_080
}
bounded! {
    /// A number of seconds up to a day; 0: not by time.
    Seconds, 0..=86_400
}

/// A stored value that its setting can't take: the setting counts as its default, and the value is kept.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("setting `{key}`: {reason}")]
#[non_exhaustive]
pub struct UnfitSetting {
    /// The setting's key in `params`.
    pub key: &'static str,
    /// The value, as it is stored.
    pub value: Value,
    /// What is wrong with it.
    pub reason: String,
}

macro_rules! settings {
    ($($(#[$doc:meta])* $key:ident: $type:ty = $default:expr;)*) => {
        /// The settings of a group: one flat JSON object, in which an absent key has its default, a value that does not fit
        /// counts as the default and is kept, and an unknown key is kept.
        #[derive(Clone, Debug, PartialEq)]
        pub struct GroupSettings {
            $($(#[$doc])* pub $key: $type,)*
            /// Keys that this version does not know, kept as they came.
            pub unknown: Map<String, Value>,
            /// Values that do not fit, kept as they came: one of them must not stop a group.
            pub unfit: Vec<UnfitSetting>,
        }

        impl Default for GroupSettings {
            fn default() -> Self {
                Self { $($key: $default,)* unknown: Map::new(), unfit: Vec::new() }
            }
        }

        impl GroupSettings {
            /// Every key, in the order of the documentation.
            pub const KEYS: &[&str] = &[$(stringify!($key)),*];

            /// The value of the setting with this key; `None` if there is no such key.
            #[must_use]
            pub fn value(&self, key: &str) -> Option<Value> {
                match key {
                    $(stringify!($key) => Some(serde_json::json!(self.$key)),)*
                    _ => None,
                }
            }

            /// Reads the stored object.
            #[must_use]
            pub fn from_params(mut params: Map<String, Value>) -> Self {
                let mut unfit = Vec::new();
                Self {
                    $($key: take(&mut params, stringify!($key), &mut unfit).unwrap_or_else(|| $default),)*
                    unknown: params,
                    unfit,
                }
            }

            /// The object to store: what differs from the defaults, the unknown keys, and the values that do not fit where
            /// the setting was given no other.
            #[must_use]
            pub fn to_params(&self) -> Map<String, Value> {
                let defaults = Self::default();
                let mut params = self.unknown.clone();
                params.extend(self.unfit.iter().map(|unfit| (unfit.key.to_owned(), unfit.value.clone())));
                $(if self.$key != defaults.$key {
                    params.insert(stringify!($key).to_owned(), serde_json::json!(self.$key));
                })*
                params
            }
        }
    };
}

settings! {
    /// Whether the gate acts.
    mode: Mode = Mode::default();
    /// How many of the channels a person must be in.
    policy: Policy = Policy::default();
    /// What an unanswered look-up means.
    on_unknown: OnUnknown = OnUnknown::default();
    /// Whether people are gated as they join the group.
    gate_on_join: bool = true;
    /// Whether people are gated as they leave a channel.
    gate_on_leave: bool = true;
    /// How long a mute lasts.
    mute_for_days: MuteDays = MuteDays(7);
    /// What happens to messages written in a channel's name.
    channel_senders: ChannelSenders = ChannelSenders::default();
    /// Whether a pending request to join a channel counts.
    pending_join_requests: PendingJoinRequests = PendingJoinRequests::default();
    /// What happens to requests to join the group.
    join_requests: JoinRequests = JoinRequests::default();
    /// When a request to join that does not meet the policy is declined.
    decline_after_minutes: Minutes = Minutes(0);
    /// The language of notices and answers.
    language: LanguageChoice = LanguageChoice::default();
    /// The notice's text in Telegram's HTML with `{name}`, `{group}`, `{channels}`; empty: the standard text.
    notice_text: String = String::new();
    /// When a notice is removed; 0: when it is lifted or replaced.
    notice_delete_after_seconds: Seconds = Seconds(0);
    /// When commands and the answers to them are removed; 0: never.
    command_delete_after_seconds: Seconds = Seconds(60);
    /// The message for a person who passes the gate for the first time; empty: nothing.
    welcome_text: String = String::new();
    /// What comes before a mute.
    ladder: Ladder = Ladder::default();
    /// How long people who were here before the gate was switched on may go on writing.
    amnesty_days: AmnestyDays = AmnestyDays(0);
    /// Whether nobody is muted for a while once many known members fail at once.
    brake: bool = true;
    /// Whether the line that somebody joined goes if they do not pass: names are adverts.
    remove_join_lines: bool = true;
}

/// The value of a setting, out of `params`; `None` if there is none that fits.
fn take<T: DeserializeOwned>(
    params: &mut Map<String, Value>,
    key: &'static str,
    unfit: &mut Vec<UnfitSetting>,
) -> Option<T> {
    let value = params.remove(key)?;
    match T::deserialize(&value) {
        Ok(fitting) => Some(fitting),
        Err(error) => {
            unfit.push(UnfitSetting { key, reason: error.to_string(), value });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn params(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn an_absent_key_has_its_default() {
        let settings = GroupSettings::from_params(Map::new());
        assert_eq!(settings, GroupSettings::default());
        assert_eq!(settings.mute_for_days.get(), 7);
        assert_eq!(settings.command_delete_after_seconds.get(), 60);
    }

    #[test]
    fn an_unknown_key_survives_a_change_of_a_known_one() {
        let mut settings = GroupSettings::from_params(params(json!({"colour": "red", "policy": "any"})));
        settings.policy = Policy::All;
        settings.mode = Mode::Observe;
        assert_eq!(settings.to_params(), params(json!({"colour": "red", "mode": "observe"})));
    }

    #[test]
    fn a_value_that_does_not_fit_counts_as_the_default_and_is_kept_by_name() {
        let stored = params(json!({"policy": "most", "mode": "observe"}));
        let mut settings = GroupSettings::from_params(stored.clone());
        assert_eq!((settings.policy, settings.mode), (Policy::All, Mode::Observe));
        assert_eq!(settings.unfit[0].key, "policy");
        assert!(settings.unfit[0].reason.contains("`all` or `any`"), "{}", settings.unfit[0]);
        assert_eq!(settings.to_params(), stored);
        settings.policy = Policy::Any;
        assert_eq!(settings.to_params(), params(json!({"policy": "any", "mode": "observe"})));
    }

    #[test]
    fn a_mute_is_never_for_ever() {
        for days in [0, 366] {
            let settings = GroupSettings::from_params(params(json!({"mute_for_days": days})));
            assert_eq!(settings.mute_for_days.get(), 7);
            let reason = settings.unfit[0].to_string();
            assert_eq!(reason, format!("setting `mute_for_days`: {days} is not between 1 and 365"));
        }
    }

    #[test]
    fn every_setting_survives_being_stored() {
        let stored = params(json!({
            "mode": "observe", "policy": "any", "on_unknown": "restrict", "gate_on_join": false,
            "gate_on_leave": false, "mute_for_days": 365, "channel_senders": "allow",
            "pending_join_requests": "accept", "join_requests": "approve", "decline_after_minutes": 10,
            "language": "es", "notice_text": "x", "notice_delete_after_seconds": 5,
            "command_delete_after_seconds": 0, "welcome_text": "y", "ladder": "warn", "amnesty_days": 90,
            "brake": false, "remove_join_lines": false,
        }));
        assert_eq!(stored.len(), GroupSettings::KEYS.len());
        assert_eq!(GroupSettings::from_params(stored.clone()).to_params(), stored);
    }
}
