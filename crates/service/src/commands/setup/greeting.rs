//! What the bot says where it has just come: what is next, with the button for it.

use std::sync::Arc;

use portcullis_domain::{
    GroupId,
    administrator_rights::AdministratorRights,
    channel_reference::ChannelReference,
    event::{ChatKind, ChatMemberUpdated},
    group::Group,
    message::OutgoingMessage,
    ports::{BotApi, BotApiError, BotIdentity, GroupRepository, SetupRepository},
    settings::LanguageChoice,
};
use portcullis_messages::{GreetingText, Language, LinkedChannel, ProtectRefusal, Texts};

use super::title_of;
use crate::{Setback, commands::Greetings};

/// Greets groups.
pub(crate) struct Greeter {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) setups: Arc<dyn SetupRepository>,
    pub(crate) greetings: Arc<Greetings>,
    pub(crate) texts: Texts,
}

impl Greeter {
    /// Says once what is next in a group to which the bot has come, or where it was appointed; nothing where the gate is on.
    pub(crate) async fn greet(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        let Some(arrival) = change.arrival() else { return Ok(()) };
        let id: GroupId = change.chat.id.into();
        let group = self.groups.find(id).await?;
        if group.as_deref().is_some_and(Group::is_protected) {
            return Ok(());
        }
        let choice = group.as_deref().map_or(&LanguageChoice::Auto, |group| &group.settings.language);
        let language = self.texts.language(choice, change.by_language_code.as_deref());
        let greeting = match change.new.rights() {
            None => self.texts.setup_appoint_me(language, &self.bot),
            Some(_) if change.chat.kind == ChatKind::BasicGroup => {
                self.texts.setup_refused(language, &ProtectRefusal::BasicGroup, &self.bot, id)
            }
            Some(rights) => self.to_administrators(id, rights, language).await?,
        };
        // One that is lost with the process is not given again: better than one for each start. The link in private stays.
        if self.setups.claim_greeting(id, arrival, change.date).await? {
            self.greetings.post(id, greeting, change.by);
        }
        Ok(())
    }

    async fn to_administrators(
        &self,
        group: GroupId,
        rights: AdministratorRights,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let missing = rights.missing();
        let linked = self.linked_channel(group).await?;
        let greeting = GreetingText { group, missing: &missing, linked: linked.as_ref(), bot: &self.bot };
        Ok(self.texts.setup_greeting(language, &greeting))
    }

    async fn linked_channel(&self, group: GroupId) -> Result<Option<LinkedChannel>, Setback> {
        let linked = match self.api.get_chat(&ChannelReference::Id(group.into())).await {
            Ok(profile) => profile.linked_chat,
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_) | BotApiError::MigratedTo(_))) => {
                return Err(Setback::in_group(group)(error));
            }
            Err(_) => None,
        };
        let Some(linked) = linked else { return Ok(None) };
        Ok(Some(LinkedChannel { title: title_of(&*self.api, linked.into()).await? }))
    }
}
