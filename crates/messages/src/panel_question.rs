//! What the settings panel asks in private, and what it says to the answer.

use portcullis_domain::{
    group::Group,
    html::Html,
    message::{OutgoingMessage, ReplyKeyboard},
    ports::BotIdentity,
    setting::{Setting, SettingValues},
    settings_link::SettingsLink,
    settings_panel::PanelPress,
};

use crate::{
    Language, Texts, channel_link::MAX_LABEL, foreign::cut, list::stack, notice_text::NoticeTextError,
    setting_keys::keys, start::only,
};

/// The longest text in an empty input field. <https://core.telegram.org/bots/api#forcereply>
const MAX_PLACEHOLDER: usize = 64;

/// What is missing from an answer to the panel's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelRefusal {
    /// It is no text: a picture, say.
    NoText,
    /// It is no number that the setting takes.
    Number,
    /// Telegram would refuse the text.
    Text(NoticeTextError),
}

impl Texts {
    /// Asks for a text or a number of the admin's own. The link in it says of which group and setting it is, so that the answer
    /// to it says so too.
    #[must_use]
    pub fn panel_question(
        &self,
        language: Language,
        group: &Group,
        setting: Setting,
        bot: &BotIdentity,
    ) -> OutgoingMessage {
        let payload = SettingsLink { group: group.id, setting: Some(setting) }.payload();
        let link = format!("https://t.me/{}?start={payload}", bot.username);
        let title = self.title(language, &group.title);
        let title = Html::trusted(format!("<a href=\"{}\">{title}</a>", Html::escape(&link)));
        let name = self.html(language, keys(setting).name, &[]);
        let (html, placeholder) = if let SettingValues::Number { least, most, .. } = setting.values() {
            let arguments =
                [("setting", name.into()), ("group", title.into()), ("least", least.into()), ("most", most.into())];
            let is_of_days = matches!(setting, Setting::MuteForDays | Setting::AmnestyDays);
            let unit = if is_of_days { "panel-ask-days" } else { "panel-ask-seconds" };
            let question = [self.html(language, "panel-ask-number", &arguments), self.html(language, unit, &[])];
            (stack(&question, "\n"), "panel-placeholder-number")
        } else {
            let arguments = [("setting", name.into()), ("group", title.into())];
            (self.html(language, "panel-ask-text", &arguments), "panel-placeholder-text")
        };
        let placeholder = cut(&self.plain(language, placeholder, &[]), MAX_PLACEHOLDER);
        OutgoingMessage::text(html).with_reply_keyboard(ReplyKeyboard::Reply { placeholder })
    }

    /// What is wrong with an answer to the question for a setting.
    #[must_use]
    pub fn panel_refused(&self, language: Language, setting: Setting, refusal: &PanelRefusal) -> OutgoingMessage {
        match refusal {
            PanelRefusal::NoText => self.message(language, "panel-text-wanted", &[]),
            PanelRefusal::Number => {
                let (least, most) = match setting.values() {
                    SettingValues::Number { least, most, .. } => (least, most),
                    _ => (0, 0),
                };
                self.message(language, "panel-number-refused", &[("least", least.into()), ("most", most.into())])
            }
            PanelRefusal::Text(error) => {
                let reason = self.text_error(language, error);
                self.message(language, "panel-text-refused", &[("reason", reason.into())])
            }
        }
    }

    /// A setting was changed by an answer: what it is now, with the way back.
    #[must_use]
    pub fn panel_saved(&self, language: Language, group: &Group, setting: Setting) -> OutgoingMessage {
        let key = match setting.values() {
            SettingValues::Text => "panel-text-saved",
            _ => "panel-saved",
        };
        let mut parts = vec![self.html(language, key, &[])];
        if setting.values() != SettingValues::Text {
            parts.push(self.setting_line(language, group, setting));
        }
        let back = self.panel_button(language, "button-panel-back", group.id, PanelPress::Open);
        OutgoingMessage::text(stack(&parts, "\n")).with_keyboard(only(back))
    }

    fn text_error(&self, language: Language, error: &NoticeTextError) -> Html {
        let quoted = |word: &str| Html::escape(&cut(word, MAX_LABEL));
        let of_tag = |key, tag: &str| self.html(language, key, &[("tag", quoted(tag).into())]);
        match error {
            NoticeTextError::BrokenTag => self.html(language, "text-broken-tag", &[]),
            NoticeTextError::UnknownTag(tag) => of_tag("text-unknown-tag", tag),
            NoticeTextError::InvalidAttributes(tag) => of_tag("text-invalid-attributes", tag),
            NoticeTextError::UnclosedTag(tag) => of_tag("text-unclosed-tag", tag),
            NoticeTextError::UnexpectedClosingTag(tag) => of_tag("text-unexpected-closing-tag", tag),
            NoticeTextError::NestedQuotation => self.html(language, "text-nested-quotation", &[]),
            NoticeTextError::UnknownPlaceholder(placeholder) => {
                self.html(language, "text-unknown-placeholder", &[("placeholder", quoted(placeholder).into())])
            }
            NoticeTextError::MisplacedPlaceholder { placeholder, tag } => {
                let arguments = [("placeholder", quoted(placeholder).into()), ("tag", quoted(tag).into())];
                self.html(language, "text-misplaced-placeholder", &arguments)
            }
            NoticeTextError::TooLong { length, max } => {
                self.html(language, "text-too-long", &[("length", (*length).into()), ("max", (*max).into())])
            }
            NoticeTextError::Empty => self.html(language, "text-empty", &[]),
        }
    }
}
