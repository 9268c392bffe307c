//! `/protect`: checks in turn, says which one failed, and stores nothing unless all pass.

mod checks;

use std::{collections::HashSet, sync::Arc};

use portcullis_domain::{
    ChannelId,
    channel_reference::ChannelReference,
    event::GroupMessage,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{BotApi, BotIdentity, Clock, GroupRepository, Protection},
    sender::{Person, Sender},
};
use portcullis_messages::{ChannelLink, Language, ProtectRefusal, ProtectedText, Texts};

pub(crate) use self::checks::ProtectChecks;
use self::checks::{MAX_CHANNELS, Obstacle, references};
use crate::Setback;

/// Protects groups.
pub(crate) struct ProtectCommand {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) checks: ProtectChecks,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ProtectCommand {
    /// Protects a group, or adds channels to it, or switches its gate on again; the text says what came of it.
    pub(crate) async fn answer(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let done = if words.is_empty() {
            self.resume(message, group).await
        } else {
            self.add_channels(message, group, words).await
        };
        match done {
            Ok(()) => self.confirm(message, words.is_empty()).await,
            Err(Obstacle::Refused(refusal)) => Ok(self.texts.protect_refused(language, &refusal, &self.bot)),
            Err(Obstacle::Delayed(setback)) => Err(setback),
        }
    }

    async fn resume(&self, message: &GroupMessage, group: Option<&Group>) -> Result<(), Obstacle> {
        let group = group.ok_or(ProtectRefusal::Usage)?;
        if group.channels.is_empty() {
            return Err(ProtectRefusal::NothingToResume.into());
        }
        self.checks.check_group(message).await?;
        self.groups.note_can_enforce(group.id).await?;
        self.groups.enable(group.id).await?;
        Ok(())
    }

    async fn add_channels(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
    ) -> Result<(), Obstacle> {
        let references = references(words)?;
        self.checks.check_group(message).await?;
        let mut checked = Vec::new();
        for (word, reference) in words.iter().zip(&references) {
            checked.push(self.checks.check_channel(message, word, reference).await?);
        }
        let demanded: HashSet<ChannelId> = checked.iter().map(|one| one.channel.id).collect();
        let kept = group.map_or(0, |group| group.channels.iter().filter(|one| !demanded.contains(&one.id)).count());
        if demanded.len() + kept > MAX_CHANNELS {
            return Err(ProtectRefusal::TooMany(MAX_CHANNELS).into());
        }
        let mut channels: Vec<EnforcedChannel> = Vec::new();
        for one in checked {
            // One channel may be named twice, by its name and by its id.
            if !channels.iter().any(|known| known.id == one.channel.id) {
                channels.push(self.checks.with_invite_link(one, group).await?);
            }
        }
        self.store(message, channels).await
    }

    async fn store(&self, message: &GroupMessage, channels: Vec<EnforcedChannel>) -> Result<(), Obstacle> {
        let group = ChannelReference::Id(message.chat.id);
        let linked_channel = self.api.get_chat(&group).await.map_err(Setback::in_group(message.group()))?;
        let protection = Protection {
            group: message.group(),
            title: message.chat.title.clone(),
            by: self.owner_of(message).await?,
            linked_channel: linked_channel.linked_chat,
            channels,
            at: self.clock.now(),
        };
        Ok(self.groups.protect(&protection).await?)
    }

    /// The caller; for an anonymous one the group's first administrator stands in, as nobody knows who it was.
    async fn owner_of(&self, message: &GroupMessage) -> Result<Person, Obstacle> {
        if let Sender::Person(person) = &message.sender {
            return Ok(person.clone());
        }
        let group = message.group();
        let administrators = self.api.get_chat_administrators(group).await;
        let administrators = administrators.map_err(Setback::in_group(group))?;
        let id = administrators.into_iter().find(|user| *user != self.bot.id).unwrap_or(self.bot.id);
        Ok(Person { id, name: String::new(), username: None, language_code: None })
    }

    async fn confirm(&self, message: &GroupMessage, is_resumed: bool) -> Result<OutgoingMessage, Setback> {
        let Some(group) = self.groups.find(message.group()).await? else {
            return Err(Setback::Fault("a group is gone that was just protected".into()));
        };
        let channels: Vec<ChannelLink> = group.channels.iter().map(ChannelLink::from).collect();
        let text = ProtectedText {
            group_title: &group.title,
            channels: &channels,
            policy: group.settings.policy,
            mode: group.settings.mode,
            mute_for_days: group.settings.mute_for_days,
            bot: &self.bot,
            group: group.id,
        };
        let language = self.texts.language_for(Some(&group), message.sender.person());
        Ok(if is_resumed { self.texts.protected_again(language, &text) } else { self.texts.protected(language, &text) })
    }
}
