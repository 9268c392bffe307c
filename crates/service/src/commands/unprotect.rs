//! `/unprotect`: switches the gate off and keeps its settings, or removes channels from it.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId,
    channel_reference::ChannelReference,
    command::Unprotect,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{GroupRepository, RestrictionRepository},
};
use portcullis_messages::{ChannelLink, Language, Texts};

use crate::{Setback, outgoing::Releases};

/// Switches a group's gate off, or removes channels from it.
pub(crate) struct UnprotectCommand {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) texts: Texts,
}

impl UnprotectCommand {
    /// Carries out `/unprotect`; the text says what came of it.
    pub(crate) async fn answer(
        &self,
        group: Option<&Group>,
        what: Unprotect,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.not_protected(language)) };
        match what {
            Unprotect::Release => self.switch_off(group, language).await,
            _ if !group.enabled => Ok(texts.not_protected(language)),
            Unprotect::Channels(words) => self.remove_channels(group, &words, language).await,
            Unprotect::Keep => {
                let muted = self.restrictions.counts(group.id).await?.open;
                self.groups.disable(group.id).await?;
                Ok(texts.unprotected_keep(language, &group.title, muted))
            }
        }
    }

    /// Also where the gate is off already: somebody may still be muted after `keep`.
    async fn switch_off(&self, group: &Group, language: Language) -> Result<OutgoingMessage, Setback> {
        let muted = self.restrictions.counts(group.id).await?.open;
        if !group.enabled && muted == 0 {
            return Ok(self.texts.not_protected(language));
        }
        self.groups.disable(group.id).await?;
        self.releases.order(group.id).await?;
        Ok(self.texts.unprotected(language, &group.title, muted))
    }

    async fn remove_channels(
        &self,
        group: &Group,
        words: &[String],
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let mut removed: Vec<ChannelId> = Vec::new();
        for word in words {
            match group.channels.iter().find(|channel| is_named(channel, word)) {
                Some(channel) => removed.push(channel.id),
                None => return Ok(self.texts.channel_not_enforced(language, word)),
            }
        }
        // Ordered before as well: should the process die in between, the next try finds no channel to remove.
        self.releases.store(group.id).await?;
        self.groups.remove_channels(group.id, &removed).await?;
        self.releases.order(group.id).await?;
        let (gone, left): (Vec<_>, Vec<_>) = group.channels.iter().partition(|channel| removed.contains(&channel.id));
        let links = |channels: Vec<&EnforcedChannel>| channels.into_iter().map(ChannelLink::from).collect::<Vec<_>>();
        Ok(self.texts.channels_removed(language, &links(gone), &links(left)))
    }
}

/// Whether `word` names this channel: by its public name, a link to it, or its id.
fn is_named(channel: &EnforcedChannel, word: &str) -> bool {
    match word.parse() {
        Ok(ChannelReference::Username(name)) => {
            channel.username.as_deref().is_some_and(|username| username.eq_ignore_ascii_case(&name))
        }
        Ok(ChannelReference::Id(id)) => channel.id == id.into(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_named_as_it_was_when_it_was_added() {
        let channel = EnforcedChannel {
            id: ChannelId(-1_001),
            title: "Tea".to_owned(),
            username: Some("Tea_News".to_owned()),
            invite_link: None,
            can_check: true,
        };
        for word in ["@tea_news", "t.me/Tea_News", "-1001"] {
            assert!(is_named(&channel, word), "{word}");
        }
        for word in ["@tea", "-1002", "Tea"] {
            assert!(!is_named(&channel, word), "{word}");
        }
    }
}
