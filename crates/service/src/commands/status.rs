//! `/status`: what is in force, and whether each channel can be checked now.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, GroupId, ThreadId,
    event::GroupMessage,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{Clock, GroupMemberRepository, GroupRepository, RestrictionCounts, RestrictionRepository},
};
use portcullis_messages::{ChannelLink, ChannelStatus, Language, StatusText, Texts};

use crate::{
    Setback,
    gate::{ChatLooks, LookOutcome},
    outgoing::{Audience, SeenMembers, Suspicions},
};

/// Tells the state of a group's gate.
pub(crate) struct StatusCommand {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) looks: Arc<ChatLooks>,
    pub(crate) suspicions: Arc<Suspicions>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
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
///
/// Admins' answers are sent before anybody else's: one that waits its turn must not stand for theirs.
pub(crate) struct RecentStatuses(moka::sync::Cache<(GroupId, Option<ThreadId>, Audience), OutgoingMessage>);

impl Default for RecentStatuses {
    fn default() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(REMEMBERED_GROUPS).time_to_live(ANSWER_HOLDS).build())
    }
}

impl RecentStatuses {
    /// Whether this answer differs from the last one given where the question stands.
    pub(crate) fn is_news(&self, question: &GroupMessage, audience: Audience, answer: &OutgoingMessage) -> bool {
        let place = (question.group(), question.thread, audience);
        let is_news = self.0.get(&place).as_ref() != Some(answer);
        if is_news {
            self.0.insert(place, answer.clone());
        }
        is_news
    }
}

impl StatusCommand {
    /// The state of a group's gate, looked up now: this is also how whatever recovers of which no update told.
    pub(crate) async fn answer(&self, group: Option<&Group>, language: Language) -> Result<OutgoingMessage, Setback> {
        let Some(group) = group else { return Ok(self.texts.status_unprotected(language)) };
        let can_enforce = self.take(group.id.into(), self.looks.look_at_group(group.id, 0).await)?;
        let mut can_check = Vec::new();
        for channel in &group.channels {
            can_check.push(self.take(channel.id.into(), self.looks.look_at_channel(channel.id, 0).await)?);
        }
        // Read again: the looks may have found another title, link or right.
        let Some(group) = self.groups.find(group.id).await? else { return Ok(self.texts.status_unprotected(language)) };
        let mut channels = Vec::new();
        for (channel, can_check) in group.channels.iter().zip(can_check.into_iter().chain(std::iter::repeat(None))) {
            channels.push(self.channel_status(&group, channel, can_check.unwrap_or(channel.can_check)).await?);
        }
        let (counts, seen) = self.counts_of(&group).await?;
        let owner = self.groups.find_owner_username(group.id).await?.map(|username| format!("@{username}"));
        Ok(self.texts.status(
            language,
            &StatusText {
                group_title: &group.title,
                enabled: group.enabled,
                mode: group.settings.mode,
                policy: group.settings.policy,
                braked_since: group.braked_since(),
                can_enforce: can_enforce.unwrap_or(group.can_enforce),
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

    async fn channel_status(
        &self,
        group: &Group,
        channel: &EnforcedChannel,
        can_check: bool,
    ) -> Result<ChannelStatus, Setback> {
        let needs_requests = can_check && group.accepts_requests_to(channel.id);
        let misses_requests = needs_requests
            && match self.looks.hears_of_requests(channel.id).await {
                Ok(hears) => !hears,
                Err(setback @ Setback::StoreAway(_)) => return Err(setback),
                Err(setback) => {
                    let (chat, error) = (channel.id, &setback as &dyn std::error::Error);
                    tracing::info!(chat_id = chat.0, error, "the bot's rights in a channel can't be looked up now");
                    false
                }
            };
        Ok(ChannelStatus { link: ChannelLink::from(channel), can_check, misses_requests })
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

    /// Whether the bot can work in a chat by a look at it; `None` if the look came to nothing.
    fn take(&self, chat: ChatId, found: Result<LookOutcome, Setback>) -> Result<Option<bool>, Setback> {
        match found {
            Ok(LookOutcome::Able) => Ok(Some(true)),
            Ok(LookOutcome::Unable) => Ok(Some(false)),
            Ok(LookOutcome::Doubtful) => {
                // Somebody is about to read it, so it is asked again at once.
                self.suspicions.note_wrong(chat, self.clock.now());
                Ok(Some(false))
            }
            Err(setback @ (Setback::StoreAway(_) | Setback::Migrated(_))) => Err(setback),
            Err(setback) => {
                tracing::info!(
                    chat_id = chat.0,
                    error = &setback as &dyn std::error::Error,
                    "the state of a chat can't be looked up now"
                );
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::sender::Sender;

    use super::*;
    use crate::testing::{ADMIN, ANN, message, person};

    #[test]
    fn an_answer_to_anybody_does_not_stand_for_an_admins() {
        let (recent, answer) =
            (RecentStatuses::default(), Texts::load().unwrap().status_unprotected(Language::ENGLISH));
        let asks = |user| message(Sender::Person(person(user)), "/status");
        assert!(recent.is_news(&asks(ANN), Audience::Anybody, &answer));
        assert!(!recent.is_news(&asks(ANN), Audience::Anybody, &answer));
        assert!(recent.is_news(&asks(ADMIN), Audience::Administrator, &answer));
    }
}
