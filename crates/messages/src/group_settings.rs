//! A group's settings, each with its value in words.

use portcullis_domain::{
    group::Group,
    html::Html,
    message::OutgoingMessage,
    setting::{Setting, SettingValues},
    settings::LanguageChoice,
};

use crate::{
    Language, Texts,
    foreign::{cut, word},
    list::{Conjunction, stack},
    setting_keys::keys,
    setting_value::{duration, variant},
};

/// How much of a text of the admins' own is shown.
const MAX_OWN_TEXT: usize = 200;

/// How many letters the keys of settings that do not fit may take.
const MAX_UNFIT_KEYS: usize = 300;

/// How many settings are about the gate itself: the first ones.
const OF_THE_GATE: usize = 8;

impl Texts {
    /// Every setting of a group that has an effect, with its value.
    pub(crate) fn group_settings(&self, language: Language, group: &Group) -> Html {
        let title = self.title(language, &group.title);
        let lines: Vec<Html> = Setting::ALL.iter().map(|one| self.setting_line(language, group, *one)).collect();
        let (of_gate, of_chat) = lines.split_at(OF_THE_GATE);
        let mut parts = vec![
            self.html(language, "settings-title", &[("group", title.into())]),
            stack(of_gate, "\n"),
            stack(of_chat, "\n"),
        ];
        parts.extend(self.unfit_settings(language, group));
        parts.push(self.html(language, "settings-how-to-change", &[]));
        stack(&parts, "\n\n")
    }

    /// Whoever asks is no admin of that group, or the bot does not look after it.
    #[must_use]
    pub fn group_settings_refused(&self, language: Language) -> OutgoingMessage {
        self.message(language, "settings-refused", &[])
    }

    /// What one setting is, in words.
    pub(crate) fn setting_line(&self, language: Language, group: &Group, setting: Setting) -> Html {
        let (key, settings) = (keys(setting).line, &group.settings);
        match setting {
            Setting::Language => self.language_line(language, key, &settings.language),
            Setting::NoticeText => self.own_text_line(language, key, &settings.notice_text),
            Setting::WelcomeText => self.own_text_line(language, key, &settings.welcome_text),
            _ => self.value_line(language, key, setting, &setting.value_in(settings)),
        }
    }

    fn value_line(&self, language: Language, key: &str, setting: Setting, value: &str) -> Html {
        if let SettingValues::Words(words) = setting.values() {
            let word = words.iter().find(|word| **word == value).copied().unwrap_or_default();
            return self.html(language, key, &[("value", variant(word).into())]);
        }
        let number: u32 = value.parse().unwrap_or_default();
        if matches!(setting, Setting::MuteForDays | Setting::AmnestyDays) {
            return self.html(language, key, &[("value", number.into())]);
        }
        let time = self.html(language, "duration", &duration(number));
        self.html(language, key, &[("value", number.into()), ("time", time.into())])
    }

    /// The settings that hold what they can't take, if there are any.
    fn unfit_settings(&self, language: Language, group: &Group) -> Option<Html> {
        let name = |key: &'static str| match Setting::of_key(key) {
            Some(setting) => Html::trusted(format!("<b>{}</b>", self.html(language, keys(setting).name, &[]))),
            None => word(language, key),
        };
        let names: Vec<Html> = group.settings.unfit.iter().map(|unfit| name(unfit.key)).collect();
        let listed = || self.list(language, &names, 0, Conjunction::And, MAX_UNFIT_KEYS);
        (!names.is_empty()).then(|| self.html(language, "settings-unfit", &[("keys", listed().into())]))
    }

    fn language_line(&self, language: Language, key: &str, choice: &LanguageChoice) -> Html {
        let (value, name) = match choice {
            LanguageChoice::Auto => ("auto", Html::default()),
            LanguageChoice::Code(code) => match Language::of_code(code) {
                Some(chosen) => ("chosen", self.html(chosen, "language-name", &[])),
                None => ("chosen", word(language, code)),
            },
        };
        self.html(language, key, &[("value", value.into()), ("name", name.into())])
    }

    fn own_text_line(&self, language: Language, key: &str, text: &str) -> Html {
        let value = if text.trim().is_empty() { "none" } else { "own" };
        let text = Html::escape(&cut(text, MAX_OWN_TEXT));
        self.html(language, key, &[("value", value.into()), ("text", text.into())])
    }
}
