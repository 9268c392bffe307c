//! The values of settings in words, as they stand on buttons.

use portcullis_domain::setting::Setting;

use crate::{Language, Texts, argument::Argument};

impl Texts {
    /// Every language by its own name, and none of them in particular, each with its code.
    pub(crate) fn languages_by_name(&self, language: Language) -> Vec<(String, String)> {
        let automatic = ("auto".to_owned(), self.plain(language, "option-language-auto", &[]));
        let spoken = Language::all().iter().map(|one| (one.code().to_owned(), self.plain(*one, "language-name", &[])));
        std::iter::once(automatic).chain(spoken).collect()
    }

    /// One of the words of a setting.
    pub(crate) fn word_label(&self, language: Language, setting: Setting, word: &'static str) -> String {
        let key = match setting {
            Setting::Mode => "option-mode",
            Setting::Policy => "option-policy",
            Setting::OnUnknown => "option-on-unknown",
            Setting::Ladder => "option-ladder",
            Setting::ChannelSenders => "option-channel-senders",
            Setting::PendingJoinRequests => "option-pending-join-requests",
            _ => "option-flag",
        };
        self.plain(language, key, &[("value", Argument::Choice(variant(word)))])
    }

    /// A number that a setting takes.
    pub(crate) fn number_label(&self, language: Language, setting: Setting, number: u32) -> String {
        match (setting, number) {
            (Setting::AmnestyDays, 0) => self.plain(language, "option-flag", &[("value", Argument::Choice("no"))]),
            (Setting::MuteForDays | Setting::AmnestyDays, days) => {
                self.plain(language, "option-days", &[("count", days.into())])
            }
            (Setting::NoticeDeleteAfterSeconds, 0) => self.plain(language, "option-when-needless", &[]),
            (_, 0) => self.plain(language, "option-never", &[]),
            (_, seconds) => self.plain(language, "duration", &duration(seconds)),
        }
    }
}

/// The variant of a translation that is about one of the words of a setting.
pub(crate) fn variant(word: &'static str) -> &'static str {
    match word {
        "true" => "yes",
        "false" => "no",
        other => other,
    }
}

/// A number of seconds in the unit in which it is said shortest: what the text `duration` is filled with.
pub(crate) fn duration<T>(seconds: u32) -> [(&'static str, Argument<T>); 2] {
    let (unit, count) = match seconds {
        1.. if seconds.is_multiple_of(3_600) => ("hours", seconds / 3_600),
        1.. if seconds.is_multiple_of(60) => ("minutes", seconds / 60),
        _ => ("seconds", seconds),
    };
    [("unit", Argument::Choice(unit)), ("count", count.into())]
}
