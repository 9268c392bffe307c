//! The settings panel: a page with all settings of a group, and a page for each.

use portcullis_domain::{
    GroupId,
    group::Group,
    html::Html,
    message::{Button, ButtonAction, CallbackData, Keyboard, OutgoingMessage},
    ports::{BotIdentity, CallbackAnswer, OwnedGroup},
    preview::Preview,
    setting::{Setting, SettingValues},
    settings_link::SettingsLink,
    settings_panel::PanelPress,
};

use crate::{
    Language, Texts,
    channel_link::MAX_LABEL,
    foreign::{cut, length},
    list::stack,
    number,
    setting_keys::keys,
};

/// How many letters a button may have that stands beside another: on a phone the rest of a longer one is not seen.
const MAX_BESIDE: usize = 16;

/// How many groups one page offers to copy from.
pub const SOURCES_ON_PAGE: usize = 8;

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelPlace {
    /// In the group itself, where nobody is asked for texts.
    InGroup,
    /// In private with an admin.
    InPrivate,
}

impl Texts {
    /// All settings of a group with their values, and a button for each.
    #[must_use]
    pub fn panel(&self, language: Language, group: &Group, place: PanelPlace) -> OutgoingMessage {
        let press = |key, press| self.panel_button(language, key, group.id, press);
        let of_setting = |setting: &Setting| press(keys(*setting).name, PanelPress::Page(*setting));
        let settings: Vec<Button> = Setting::ALL.iter().map(of_setting).collect();
        let mut rows = in_rows(settings);
        rows.push(match place {
            PanelPlace::InGroup => vec![press("button-panel-close", PanelPress::Close)],
            PanelPlace::InPrivate => vec![press("button-panel-copy", PanelPress::Sources(0))],
        });
        OutgoingMessage::text(self.group_settings(language, group)).with_keyboard(Keyboard(rows))
    }

    /// One setting of a group: what it does, what it is, and a button for each value.
    #[must_use]
    pub fn panel_page(
        &self,
        language: Language,
        group: &Group,
        setting: Setting,
        place: PanelPlace,
        bot: &BotIdentity,
    ) -> OutgoingMessage {
        let name = self.html(language, keys(setting).name, &[]);
        let parts = [
            Html::trusted(format!("<b>{name}</b>")),
            self.html(language, keys(setting).about, &[]),
            self.setting_line(language, group, setting),
        ];
        let mut rows = self.value_buttons(language, group, setting);
        rows.extend(self.own_value_button(language, group.id, setting, place, bot).map(|button| vec![button]));
        if Preview::of_other(group, setting).is_some() {
            rows.push(vec![self.panel_button(
                language,
                "button-panel-preview",
                group.id,
                PanelPress::Preview(setting),
            )]);
        }
        rows.push(vec![self.panel_button(language, "button-panel-back", group.id, PanelPress::Open)]);
        OutgoingMessage::text(stack(&parts, "\n\n")).with_keyboard(Keyboard(rows))
    }

    /// The groups from which the settings can be copied: those of one page, and whether there is another page behind it.
    #[must_use]
    pub fn panel_sources(
        &self,
        language: Language,
        group: &Group,
        page: u32,
        sources: &[OwnedGroup],
        has_more: bool,
    ) -> OutgoingMessage {
        let back = vec![self.panel_button(language, "button-panel-back", group.id, PanelPress::Open)];
        let first = u64::from(page).saturating_mul(SOURCES_ON_PAGE as u64).saturating_add(1);
        let numbered: Vec<(u64, &OwnedGroup)> = (first..).zip(sources).collect();
        if numbered.is_empty() {
            return self.message(language, "panel-copy-none", &[]).with_keyboard(Keyboard(vec![back]));
        }
        let line = |(number, source): &(u64, &OwnedGroup)| {
            let title = self.title(language, &source.title);
            self.html(language, "panel-copy-line", &[("number", (*number).into()), ("group", title.into())])
        };
        let lines: Vec<Html> = numbered.iter().map(line).collect();
        let arguments = [("group", self.title(language, &group.title).into()), ("groups", stack(&lines, "\n").into())];
        let button = |label: &str, press| button(label, group.id, press);
        let number = |(number, source): &(u64, &OwnedGroup)| {
            button(&number::grouped(language.code(), *number), PanelPress::Copy(source.id))
        };
        let mut rows: Vec<Vec<Button>> = numbered.chunks(4).map(|row| row.iter().map(number).collect()).collect();
        let turn_to = |page| CallbackData::Settings(group.id, PanelPress::Sources(page));
        rows.push(self.page_buttons(language, page, has_more, turn_to));
        rows.push(back);
        rows.retain(|row| !row.is_empty());
        self.message(language, "panel-copy", &arguments).with_keyboard(Keyboard(rows))
    }

    /// The answer to a press that has changed a setting.
    #[must_use]
    pub fn panel_done(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "panel-done"))
    }

    /// The answer to a press upon which a question was asked.
    #[must_use]
    pub fn panel_asked(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "panel-asked"))
    }

    /// The answer to a press that has copied the settings.
    #[must_use]
    pub fn panel_copied(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "panel-copied"))
    }

    /// The answer to a press upon which a preview is under way.
    #[must_use]
    pub fn panel_preview_ordered(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "panel-preview-ordered"))
    }

    /// The answer to a press for a preview while people are being checked in the group anyway.
    #[must_use]
    pub fn panel_preview_running(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.answer(language, "panel-preview-running"))
    }

    /// Whoever presses is no admin of the group.
    #[must_use]
    pub fn panel_administrators_only(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.answer(language, "panel-administrators-only"))
    }

    /// Whoever presses is no admin of the group to copy from, or it is gone.
    #[must_use]
    pub fn panel_copy_refused(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.answer(language, "panel-copy-refused"))
    }

    /// A button that does this.
    pub(crate) fn panel_button(&self, language: Language, key: &str, group: GroupId, press: PanelPress) -> Button {
        button(&self.plain(language, key, &[]), group, press)
    }

    /// A button for each value that a setting is offered, with a mark at what it is.
    fn value_buttons(&self, language: Language, group: &Group, setting: Setting) -> Vec<Vec<Button>> {
        let current = setting.value_in(&group.settings);
        let is_unfit = group.settings.unfit.iter().any(|unfit| unfit.key == setting.key());
        let button = |(value, label): (String, String)| {
            let is_current = value == current && !is_unfit;
            let label = if is_current { self.plain(language, "panel-tick", &[("label", label.into())]) } else { label };
            button(&label, group.id, PanelPress::Set(setting, value))
        };
        let offered = match setting.values() {
            SettingValues::Words(words) => {
                let of_word = |word: &&'static str| ((*word).to_owned(), self.word_label(language, setting, word));
                words.iter().map(of_word).collect::<Vec<_>>()
            }
            SettingValues::Number { usual, .. } => {
                let of_number = |number: &u32| (number.to_string(), self.number_label(language, setting, *number));
                usual.iter().map(of_number).collect()
            }
            SettingValues::Language => self.languages_by_name(language),
            SettingValues::Text if current.trim().is_empty() => Vec::new(),
            SettingValues::Text => {
                let key =
                    if setting == Setting::NoticeText { "button-panel-standard-text" } else { "button-panel-no-text" };
                vec![(String::new(), self.plain(language, key, &[]))]
            }
        };
        in_rows(offered.into_iter().map(button).collect())
    }

    /// The button by which an admin gives a text or a number of their own.
    fn own_value_button(
        &self,
        language: Language,
        group: GroupId,
        setting: Setting,
        place: PanelPlace,
        bot: &BotIdentity,
    ) -> Option<Button> {
        let key = match setting.values() {
            SettingValues::Text => "button-panel-write",
            SettingValues::Number { .. } => "button-panel-number",
            SettingValues::Words(_) | SettingValues::Language => return None,
        };
        Some(match place {
            PanelPlace::InPrivate => self.panel_button(language, key, group, PanelPress::Ask(setting)),
            PanelPlace::InGroup => {
                let query = format!("start={}", SettingsLink { group, setting: Some(setting) }.payload());
                self.link_button(language, "button-panel-in-private", bot, &query)
            }
        })
    }
}

/// The buttons in their order, two short ones side by side.
fn in_rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for button in buttons {
        let is_short = |button: &Button| length(&button.label) <= MAX_BESIDE;
        match rows.last_mut() {
            Some(row) if row.len() == 1 && row.iter().all(is_short) && is_short(&button) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}

fn button(label: &str, group: GroupId, press: PanelPress) -> Button {
    let action = ButtonAction::Callback(CallbackData::Settings(group, press));
    Button { label: cut(label, MAX_LABEL), action }
}
