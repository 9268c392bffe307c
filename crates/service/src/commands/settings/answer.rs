//! What an admin answers to the panel's question: a text or a number of their own.

use portcullis_domain::{
    event::PrivateMessage,
    group::Group,
    message::{Keyboard, OutgoingMessage},
    notice::NamedPerson,
    sender::Person,
    setting::{Setting, SettingChange, SettingValues, SettingsUpdate},
    settings_link::SettingsLink,
};
use portcullis_messages::{ChannelLink, Language, NoticeText, PanelRefusal, WelcomeText, check_notice_text};

use super::SettingsCommand;
use crate::Setback;

impl SettingsCommand {
    /// What is said to a private message that answers a question of the panel; `None` if it answers none.
    pub(in crate::commands) async fn take_answer(
        &self,
        message: &PrivateMessage,
    ) -> Result<Option<Vec<OutgoingMessage>>, Setback> {
        let link = message.answers.as_deref().and_then(SettingsLink::parse);
        let Some(SettingsLink { group, setting: Some(setting) }) = link else { return Ok(None) };
        if !setting.is_given_by_reply() {
            return Ok(None);
        }
        let person = &message.from;
        let language = self.texts.language_for(None, Some(person));
        let Some(group) = self.authority.group_of(group, person.id).await? else {
            return Ok(Some(vec![self.texts.group_settings_refused(language)]));
        };
        let change = match read(setting, message.text.as_deref()) {
            Ok(change) => change,
            Err(refusal) => return Ok(Some(vec![self.texts.panel_refused(language, setting, &refusal)])),
        };
        let Some(group) = self.update(&group, &SettingsUpdate::Change(change), person).await? else {
            return Ok(Some(vec![self.texts.group_settings_refused(language)]));
        };
        let mut said = vec![self.texts.panel_saved(language, &group, setting)];
        said.extend(self.preview(&group, setting, person, language));
        Ok(Some(said))
    }

    /// A text as it will be read, with the admin in the place of whoever it is for.
    fn preview(&self, group: &Group, setting: Setting, person: &Person, language: Language) -> Option<OutgoingMessage> {
        let channels: Vec<ChannelLink> = group.channels.iter().map(ChannelLink::from).collect();
        let named = [NamedPerson { user: person.id, name: person.name.clone() }];
        let Group { title, settings, .. } = group;
        match setting {
            Setting::NoticeText => {
                let notice = NoticeText {
                    group: group.id,
                    group_title: title,
                    named: &named,
                    others: 0,
                    channels: &channels,
                    policy: settings.policy,
                    custom: &settings.notice_text,
                };
                // A button under it would be about the admin.
                Some(self.texts.notice(language, &notice).with_keyboard(Keyboard::default()))
            }
            Setting::WelcomeText => {
                let welcome = WelcomeText {
                    group_title: title,
                    named: &named,
                    channels: &channels,
                    policy: settings.policy,
                    custom: &settings.welcome_text,
                };
                self.texts.welcome(language, &welcome).ok()
            }
            _ => None,
        }
    }
}

/// The change that an answer means.
fn read(setting: Setting, written: Option<&str>) -> Result<SettingChange, PanelRefusal> {
    let written = written.map(str::trim);
    if let SettingValues::Number { .. } = setting.values() {
        return SettingChange::new(setting, written.unwrap_or_default()).map_err(|_| PanelRefusal::Number);
    }
    let text = written.ok_or(PanelRefusal::NoText)?;
    check_notice_text(text).map_err(PanelRefusal::Text)?;
    SettingChange::new(setting, text).map_err(|_| PanelRefusal::NoText)
}
