//! `/status`: what is in force, and whether each channel can be checked now.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, ThreadId, UserId,
    event::GroupMessage,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{BotApi, BotApiError, GroupMemberRepository, GroupRepository, RestrictionCounts, RestrictionRepository},
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
    pub(crate) counts: StatusCounts,
}

/// For how long what was counted for one answer does for the next, and the same answer is not given again.
const ANSWER_HOLDS: Duration = Duration::from_secs(5);

/// How many groups' last answers are remembered.
const REMEMBERED_GROUPS: u64 = 10_000;

/// What was counted within the last seconds: anybody may ask, as often as they like.
pub(crate) struct StatusCounts(moka::sync::Cache<GroupId, (RestrictionCounts, u64)>);

impl Default for StatusCounts {
    fn default() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(REMEMBERED_GROUPS).time_to_live(ANSWER_HOLDS).build())
    }
}

/// What groups were answered within the last seconds: it still stands above the next question.
pub(crate) struct RecentStatuses(moka::sync::Cache<(GroupId, Option<ThreadId>), OutgoingMessage>);

impl Default for RecentStatuses {
    fn default() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(REMEMBERED_GROUPS).time_to_live(ANSWER_HOLDS).build())
    }
}

impl RecentStatuses {
    /// Whether this answer differs from the last one given where the question stands.
    pub(crate) fn is_news(&self, question: &GroupMessage, answer: &OutgoingMessage) -> bool {
        let place = (question.group(), question.thread);
        let is_news = self.0.get(&place).as_ref() != Some(answer);
        if is_news {
            self.0.insert(place, answer.clone());
        }
        is_news
    }
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
        let (counts, seen) = self.counts_of(group).await?;
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
                counts,
                seen,
                exempt: group.exempt.len(),
            },
        ))
    }

    async fn counts_of(&self, group: &Group) -> Result<(RestrictionCounts, u64), Setback> {
        if let Some(counted) = self.counts.0.get(&group.id) {
            return Ok(counted);
        }
        self.seen.flush().await?;
        let counted = (self.restrictions.counts(group.id).await?, self.group_members.count(group.id).await?);
        self.counts.0.insert(group.id, counted);
        Ok(counted)
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
