//! `/status`: what is in force, and whether each channel can be checked now.

use std::sync::Arc;

use portcullis_domain::{
    UserId,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{BotApi, BotApiError, GroupMemberRepository, GroupRepository, RestrictionRepository},
};
use portcullis_messages::{ChannelLink, ChannelStatus, Language, StatusText, Texts};

use crate::{Setback, gate::BotRights, outgoing::SeenMembers};

/// Tells the state of a group's gate.
pub(crate) struct StatusCommand {
    pub(crate) bot: UserId,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) texts: Texts,
}

impl StatusCommand {
    /// The state of a group's gate.
    pub(crate) async fn answer(&self, group: Option<&Group>, language: Language) -> Result<OutgoingMessage, Setback> {
        let Some(group) = group else { return Ok(self.texts.status_unprotected(language)) };
        let mut channels = Vec::new();
        for channel in &group.channels {
            let can_check = self.can_check_now(channel).await?;
            channels.push(ChannelStatus { link: ChannelLink::from(channel), can_check });
        }
        self.seen.flush().await?;
        let owner = self.groups.find_owner_username(group.id).await?.map(|username| format!("@{username}"));
        Ok(self.texts.status(
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
                counts: self.restrictions.counts(group.id).await?,
                seen: self.group_members.count(group.id).await?,
                exempt: group.exempt.len(),
            },
        ))
    }

    /// Asks Telegram, and takes note: this is also how a channel recovers whose `my_chat_member` update was lost.
    async fn can_check_now(&self, channel: &EnforcedChannel) -> Result<bool, Setback> {
        let can_check = match self.api.get_chat_member(channel.id.into(), self.bot).await {
            Ok(status) => status.is_administrator(),
            Err(BotApiError::ChatUnavailable(_)) => false,
            Err(error @ BotApiError::RetryAfter(_)) => return Err(error.into()),
            Err(_) => return Ok(channel.can_check),
        };
        match (channel.can_check, can_check) {
            (false, true) => self.bot_rights.note_can_check(channel.id).await?,
            (true, false) => self.bot_rights.note_cannot_check(channel.id).await?,
            _ => {}
        }
        Ok(can_check)
    }
}
