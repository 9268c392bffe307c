//! `/status`: what is in force, and whether each channel can be checked now.

use portcullis_domain::{
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::BotApiError,
};
use portcullis_messages::{ChannelLink, ChannelStatus, Language, StatusText};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// The state of a group's gate.
    pub(crate) async fn status(&self, group: Option<&Group>, language: Language) -> Result<OutgoingMessage, Setback> {
        let Some(group) = group else { return Ok(self.ports.texts.status_unprotected(language)) };
        let mut channels = Vec::new();
        for channel in &group.channels {
            let can_check = self.can_check_now(channel).await?;
            channels.push(ChannelStatus { link: ChannelLink::from(channel), can_check });
        }
        self.parts.seen.flush().await?;
        let owner = self.ports.groups.find_owner_username(group.id).await?.map(|username| format!("@{username}"));
        Ok(self.ports.texts.status(
            language,
            &StatusText {
                group_title: &group.title,
                enabled: group.enabled,
                mode: group.settings.mode,
                policy: group.settings.policy,
                can_enforce: group.can_enforce,
                channels: &channels,
                since: group.created_at,
                owner: group.owner,
                owner_name: owner,
                counts: self.ports.restrictions.counts(group.id).await?,
                seen: self.ports.group_members.count(group.id).await?,
                exempt: group.exempt.len(),
            },
        ))
    }

    /// Asks Telegram, and takes note: this is also how a channel recovers whose `my_chat_member` update was lost.
    async fn can_check_now(&self, channel: &EnforcedChannel) -> Result<bool, Setback> {
        let can_check = match self.ports.api.get_chat_member(channel.id.into(), self.ports.bot.id).await {
            Ok(status) => status.is_administrator(),
            Err(BotApiError::ChatUnavailable(_)) => false,
            Err(error @ BotApiError::RetryAfter(_)) => return Err(error.into()),
            Err(_) => return Ok(channel.can_check),
        };
        match (channel.can_check, can_check) {
            (false, true) => self.parts.bot_rights.note_can_check(channel.id).await?,
            (true, false) => self.parts.bot_rights.note_cannot_check(channel.id).await?,
            _ => {}
        }
        Ok(can_check)
    }
}
