//! A group's settings, each with its value in words.

use portcullis_domain::{
    group::Group,
    html::Html,
    message::OutgoingMessage,
    settings::{ChannelSenders, LanguageChoice, OnUnknown, Policy},
};

use crate::{
    Language, Texts,
    argument::Argument,
    foreign::{cut, word},
    list::{Conjunction, stack},
};

/// How much of a text of the admins' own is shown.
const MAX_OWN_TEXT: usize = 200;

/// How many letters the keys of settings that do not fit may take.
const MAX_UNFIT_KEYS: usize = 300;

impl Texts {
    /// Every setting of a group that has an effect, with its value.
    #[must_use]
    pub fn group_settings(&self, language: Language, group: &Group) -> OutgoingMessage {
        let title = self.title(language, &group.title);
        let mut parts = vec![
            self.html(language, "settings-title", &[("group", title.into())]),
            stack(&self.gate_settings(language, group), "\n"),
            stack(&self.chat_settings(language, group), "\n"),
        ];
        parts.extend(self.unfit_settings(language, group));
        parts.push(self.html(language, "settings-how-to-change", &[]));
        OutgoingMessage::text(stack(&parts, "\n\n"))
    }

    /// Whoever asks is no admin of that group, or the bot does not look after it.
    #[must_use]
    pub fn group_settings_refused(&self, language: Language) -> OutgoingMessage {
        self.message(language, "settings-refused", &[])
    }

    /// The settings of the gate itself.
    fn gate_settings(&self, language: Language, group: &Group) -> Vec<Html> {
        let settings = &group.settings;
        let policy = match settings.policy {
            Policy::All => "all",
            Policy::Any => "any",
        };
        let on_unknown = match settings.on_unknown {
            OnUnknown::Allow => "allow",
            OnUnknown::Restrict => "restrict",
        };
        vec![
            self.setting(language, "setting-mode", settings.mode.word()),
            self.setting(language, "setting-policy", policy),
            self.setting(language, "setting-on-unknown", on_unknown),
            self.setting(language, "setting-gate-on-join", yes_or_no(settings.gate_on_join)),
            self.setting(language, "setting-gate-on-leave", yes_or_no(settings.gate_on_leave)),
            self.setting(language, "setting-mute-for-days", settings.mute_for_days.get()),
        ]
    }

    /// The settings of how the bot behaves in the chat.
    fn chat_settings(&self, language: Language, group: &Group) -> Vec<Html> {
        let settings = &group.settings;
        let channel_senders = match settings.channel_senders {
            ChannelSenders::Delete => "delete",
            ChannelSenders::Allow => "allow",
        };
        vec![
            self.setting(language, "setting-channel-senders", channel_senders),
            self.language_setting(language, &settings.language),
            self.own_text_setting(language, "setting-notice-text", &settings.notice_text),
            self.setting(language, "setting-notice-delete-after-seconds", settings.notice_delete_after_seconds.get()),
            self.setting(language, "setting-command-delete-after-seconds", settings.command_delete_after_seconds.get()),
        ]
    }

    /// The settings that hold what they can't take, if there are any.
    fn unfit_settings(&self, language: Language, group: &Group) -> Option<Html> {
        let keys: Vec<Html> = group.settings.unfit.iter().map(|unfit| word(language, unfit.key)).collect();
        let listed = || self.list(language, &keys, 0, Conjunction::And, MAX_UNFIT_KEYS);
        (!keys.is_empty()).then(|| self.html(language, "settings-unfit", &[("keys", listed().into())]))
    }

    fn setting(&self, language: Language, key: &str, value: impl Into<Argument<Html>>) -> Html {
        self.html(language, key, &[("value", value.into())])
    }

    fn language_setting(&self, language: Language, choice: &LanguageChoice) -> Html {
        let (value, name) = match choice {
            LanguageChoice::Auto => ("auto", Html::default()),
            LanguageChoice::Code(code) => match Language::of_code(code) {
                Some(chosen) => ("chosen", self.html(chosen, "language-name", &[])),
                None => ("chosen", word(language, code)),
            },
        };
        self.html(language, "setting-language", &[("value", value.into()), ("name", name.into())])
    }

    fn own_text_setting(&self, language: Language, key: &str, text: &str) -> Html {
        let value = if text.trim().is_empty() { "none" } else { "own" };
        let text = Html::escape(&cut(text, MAX_OWN_TEXT));
        self.html(language, key, &[("value", value.into()), ("text", text.into())])
    }
}

const fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
