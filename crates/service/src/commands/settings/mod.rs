//! `/settings`: the panel by which a group's admins change its settings.

mod answer;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, GroupId, MessageId, UserId,
    event::CallbackQuery,
    group::Group,
    message::OutgoingMessage,
    ports::{BotIdentity, CallbackAnswer, Clock, GroupRepository},
    preview::Preview,
    sender::Person,
    setting::{Setting, SettingChange, SettingValues, SettingsUpdate},
    settings_link::SettingsLink,
    settings_panel::PanelPress,
    sweep::SweepProgress,
};
use portcullis_messages::{Language, PanelPlace, SOURCES_ON_PAGE, Texts};

use super::{authority::Authority, reply::PANEL_STAYS};
use crate::{
    Setback,
    outgoing::{Deletions, Edits, Releases, Sweeps},
};

/// Shows settings, and changes them.
pub(crate) struct SettingsCommand {
    pub(crate) bot: BotIdentity,
    pub(crate) authority: Arc<Authority>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) sweeps: Arc<Sweeps>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) edits: Edits,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

/// What a press leads to besides what the panel shows.
pub(crate) struct Pressed {
    /// The answer to the press.
    pub(super) answer: CallbackAnswer,
    /// What the presser is asked in private.
    pub(super) question: Option<OutgoingMessage>,
}

impl From<CallbackAnswer> for Pressed {
    fn from(answer: CallbackAnswer) -> Self {
        Self { answer, question: None }
    }
}

/// A panel that somebody has pressed: where it stands, and for whom it is written.
struct Panel<'a> {
    group: &'a Group,
    place: PanelPlace,
    language: Language,
    chat: ChatId,
    message: MessageId,
}

impl SettingsCommand {
    /// The panel for a group.
    pub(super) fn open(&self, group: Option<&Group>, language: Language) -> OutgoingMessage {
        match group {
            Some(group) => self.texts.panel(language, group, PanelPlace::InGroup),
            None => self.texts.status_unprotected(language),
        }
    }

    /// The panel, or the page of one setting, for whoever came by a link into private.
    pub(super) async fn open_in_private(
        &self,
        link: SettingsLink,
        person: &Person,
    ) -> Result<OutgoingMessage, Setback> {
        let language = self.texts.language_for(None, Some(person));
        let group = self.authority.group_of(link.group, person.id).await?;
        Ok(match (group, link.setting) {
            (Some(group), None) => self.texts.panel(language, &group, PanelPlace::InPrivate),
            (Some(group), Some(setting)) => {
                self.texts.panel_page(language, &group, setting, PanelPlace::InPrivate, &self.bot)
            }
            (None, _) => self.texts.group_settings_refused(language),
        })
    }

    /// Does what a button of the panel says. Whatever it says, the presser is asked about anew, and the settings are read anew.
    pub(super) async fn press(
        &self,
        group: GroupId,
        press: &PanelPress,
        query: &CallbackQuery,
    ) -> Result<Pressed, Setback> {
        let person = &query.from;
        let is_private = query.chat == Some(person.id.into());
        let in_group = self.groups.find(group).await?.filter(|_| !is_private);
        let language = self.texts.language_for(in_group.as_deref(), Some(person));
        let Some(known) = self.authority.group_of(group, person.id).await? else {
            return Ok(self.texts.panel_administrators_only(language).into());
        };
        let (Some(chat), Some(message)) = (query.chat, query.message) else {
            return Ok(self.texts.outdated_button(language).into());
        };
        // A panel of one group never stands in another.
        if !is_private && chat != group.into() {
            return Ok(self.texts.outdated_button(language).into());
        }
        let place = if is_private { PanelPlace::InPrivate } else { PanelPlace::InGroup };
        let panel = Panel { group: &known, place, language, chat, message };
        self.keep(&panel).await?;
        match press {
            PanelPress::Open => Ok(self.show(&panel, self.texts.panel(language, &known, place))),
            PanelPress::Page(setting) => Ok(self.show_page(&panel, *setting)),
            PanelPress::Set(setting, value) => self.set(&panel, *setting, value, person).await,
            PanelPress::Close => self.close(&panel).await,
            PanelPress::Preview(setting) => self.preview_other(&panel, *setting).await,
            PanelPress::Ask(setting) if is_private && setting.is_given_by_reply() => {
                let question = Some(self.texts.panel_question(language, &known, *setting, &self.bot));
                Ok(Pressed { answer: self.texts.panel_asked(language), question })
            }
            PanelPress::Sources(page) if is_private => self.show_sources(&panel, *page, person.id).await,
            PanelPress::Copy(source) if is_private => self.copy(&panel, *source, person).await,
            PanelPress::Ask(_) | PanelPress::Sources(_) | PanelPress::Copy(_) => {
                Ok(self.texts.outdated_button(language).into())
            }
        }
    }

    async fn set(&self, panel: &Panel<'_>, setting: Setting, value: &str, person: &Person) -> Result<Pressed, Setback> {
        let Some(change) = offered(setting, value) else {
            return Ok(self.texts.outdated_button(panel.language).into());
        };
        let Some(group) = self.update(panel.group, &SettingsUpdate::Change(change), person).await? else {
            return Ok(self.texts.outdated_button(panel.language).into());
        };
        let panel = self.after_update(panel, &group, person);
        self.show_page(&panel, setting);
        Ok(self.texts.panel_done(panel.language).into())
    }

    async fn copy(&self, panel: &Panel<'_>, source: GroupId, person: &Person) -> Result<Pressed, Setback> {
        let Some(from) = self.authority.group_of(source, person.id).await? else {
            return Ok(self.texts.panel_copy_refused(panel.language).into());
        };
        let update = SettingsUpdate::CopyOf(Box::new(from.settings.clone()));
        let Some(group) = self.update(panel.group, &update, person).await? else {
            return Ok(self.texts.outdated_button(panel.language).into());
        };
        let panel = self.after_update(panel, &group, person);
        self.show(&panel, self.texts.panel(panel.language, panel.group, panel.place));
        Ok(self.texts.panel_copied(panel.language).into())
    }

    async fn show_sources(&self, panel: &Panel<'_>, page: u32, person: UserId) -> Result<Pressed, Setback> {
        let on_page = SOURCES_ON_PAGE as u64;
        let skip = u64::from(page).saturating_mul(on_page);
        // One more than is shown tells whether there is another page.
        let mut sources = self.groups.list_owned_by(person, panel.group.id, skip, on_page + 1).await?;
        let has_more = sources.len() > SOURCES_ON_PAGE;
        sources.truncate(SOURCES_ON_PAGE);
        let shown = self.texts.panel_sources(panel.language, panel.group, page, &sources, has_more);
        Ok(self.show(panel, shown))
    }

    /// Has the other value of a setting tried out, which is shown in the group.
    async fn preview_other(&self, panel: &Panel<'_>, setting: Setting) -> Result<Pressed, Setback> {
        let Some(preview) = Preview::of_other(panel.group, setting) else {
            return Ok(self.texts.outdated_button(panel.language).into());
        };
        let language = Some(panel.language.code().to_owned());
        let begin = SweepProgress { language, preview: Some(preview), ..SweepProgress::default() };
        let texts = &self.texts;
        Ok(match self.sweeps.order(panel.group.id, begin).await? {
            None => texts.panel_preview_ordered(panel.language),
            Some(_) => texts.panel_preview_running(panel.language),
        }
        .into())
    }

    async fn close(&self, panel: &Panel<'_>) -> Result<Pressed, Setback> {
        self.deletions.schedule(panel.chat, panel.message, self.clock.now()).await?;
        Ok(CallbackAnswer::Silent.into())
    }

    /// Changes the settings; what the group is then. A release that this gives a reason for begins.
    async fn update(&self, group: &Group, update: &SettingsUpdate, by: &Person) -> Result<Option<Group>, Setback> {
        let Some(updated) = self.groups.update_settings(group.id, update).await? else { return Ok(None) };
        if updated.is_release_ordered {
            self.releases.wake();
        }
        let setting = match update {
            SettingsUpdate::Change(change) => change.setting().key(),
            SettingsUpdate::CopyOf(_) => "all",
        };
        tracing::info!(chat_id = group.id.0, user_id = by.id.0, setting, "settings changed");
        Ok(Some(Group { settings: updated.settings, ..group.clone() }))
    }

    /// The panel for the group as it is now, in the language that holds now.
    fn after_update<'a>(&self, panel: &Panel<'_>, group: &'a Group, person: &Person) -> Panel<'a> {
        let chosen_by = Some(group).filter(|_| panel.place == PanelPlace::InGroup);
        let language = self.texts.language_for(chosen_by, Some(person));
        Panel { group, language, ..*panel }
    }

    fn show_page(&self, panel: &Panel<'_>, setting: Setting) -> Pressed {
        self.show(panel, self.texts.panel_page(panel.language, panel.group, setting, panel.place, &self.bot))
    }

    /// Gives the panel another page, as soon as there is room for that; nobody waits for it.
    fn show(&self, panel: &Panel<'_>, page: OutgoingMessage) -> Pressed {
        self.edits.edit_later(panel.chat, panel.message, page);
        CallbackAnswer::Silent.into()
    }

    /// Keeps a panel in its group for as long as it is in use.
    async fn keep(&self, panel: &Panel<'_>) -> Result<(), Setback> {
        let stays = Duration::from_secs(panel.group.settings.command_delete_after_seconds.get().into());
        if panel.place == PanelPlace::InGroup {
            let due = self.clock.now().after(stays.max(PANEL_STAYS));
            self.deletions.postpone(panel.chat, panel.message, due).await?;
        }
        Ok(())
    }
}

/// The change that a button of ours stands for; `None` if no button says this.
fn offered(setting: Setting, value: &str) -> Option<SettingChange> {
    let is_offered = match setting.values() {
        SettingValues::Words(_) | SettingValues::Number { .. } => true,
        // A text is written, not tapped, and checked then.
        SettingValues::Text => value.is_empty(),
        SettingValues::Language => value == "auto" || Language::all().iter().any(|language| language.code() == value),
    };
    SettingChange::new(setting, value).ok().filter(|_| is_offered)
}
