//! Posts one group's notice: from what the database says, and by turns with the other instances.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, MessageId, ThreadId, Timestamp,
    group::Group,
    message::{OutgoingMessage, Place, SendPriority},
    notice::{self, NoticePlan, NoticeRefusal, PostedNotice},
    ports::{BotApi, BotApiError, Clock, NoticeRefusals, NoticeTurns, RestrictionRepository, StoreError},
    restriction::Restriction,
    sender::SenderChannel,
};
use portcullis_messages::{ChannelLink, NoticeText, Texts};
use tokio_util::sync::CancellationToken;

use super::{board::Boards, topics::RecentTopics, turn::Turn};
use crate::{Setback, outgoing::Deletions, wakeup::Wakeup};

/// How many muted people are read for one notice, those without one first. Whoever is beyond them is counted, and served
/// by what takes the place of their notice.
const READ_AT_ONCE: u64 = 1_000;

/// How long to wait while another instance has the turn.
const TURN_RETRY_DELAY: Duration = Duration::from_secs(1);

/// How long to wait before a posted notice is written down again that the database did not take.
const WRITE_RETRY_DELAY: Duration = Duration::from_secs(5);

/// How long the notice to somebody who writes as a channel stays.
pub(super) const CHANNEL_NOTICE_STAYS: Duration = Duration::from_mins(10);

/// Posts notices.
pub(crate) struct NoticePoster {
    api: Arc<dyn BotApi>,
    restrictions: Arc<dyn RestrictionRepository>,
    turns: Arc<dyn NoticeTurns>,
    refusals: Arc<dyn NoticeRefusals>,
    deletions: Arc<Deletions>,
    texts: Texts,
    clock: Arc<dyn Clock>,
    /// Wakes whoever looks at refused notices.
    refused: Wakeup,
    topics: RecentTopics,
}

impl NoticePoster {
    pub(crate) fn new(
        api: Arc<dyn BotApi>,
        restrictions: Arc<dyn RestrictionRepository>,
        turns: Arc<dyn NoticeTurns>,
        refusals: Arc<dyn NoticeRefusals>,
        deletions: Arc<Deletions>,
        texts: Texts,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            api,
            restrictions,
            turns,
            refusals,
            deletions,
            texts,
            clock,
            refused: Wakeup::default(),
            topics: RecentTopics::default(),
        }
    }

    /// Whether Telegram has lately refused a notice in this group, wherever in it.
    pub(super) async fn is_refused(&self, group: GroupId) -> Result<bool, StoreError> {
        let refusal = self.refusals.find(group).await?;
        // A topic that was not known then is worth another try.
        let holds =
            |refusal: NoticeRefusal| refusal.holds(self.clock.now()) && !self.topics.has_newer_than(group, refusal.at);
        Ok(refusal.is_some_and(holds))
    }

    /// Notes that somebody has written in a forum's topic.
    pub(super) fn note_topic(&self, group: GroupId, thread: ThreadId) {
        self.topics.note(group, thread, self.clock.now());
    }

    /// Has notices removed that are to go by now.
    pub(super) fn remove_due(&self) {
        self.deletions.wake();
    }

    /// Waits until there may be a refused notice to look at; until `next` at most.
    pub(super) async fn wait_for_refusal(&self, next: Option<Timestamp>) {
        self.refused.wait(&*self.clock, next).await;
    }

    /// Tells a group's owner in private that no notice can be posted there, unless they were told.
    pub(super) async fn tell_owner(&self, group: &Group) -> Result<(), Setback> {
        let Some(turn) = Turn::take(&*self.turns, group.id).await? else { return Ok(()) };
        if self.refusals.find(group.id).await?.is_none_or(|refusal| refusal.is_owner_told) {
            return Ok(turn.give_back().await?);
        }
        let text = self.texts.cannot_notify(self.texts.language_for(Some(group), None), &group.title);
        match turn.keep_during(self.api.send_message(group.owner.into(), &text, SendPriority::Notice)).await {
            Err(error) if !is_final(&error) => return Err(error.into()),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(chat_id = group.id.0, error, "nobody can be told that no notice can be posted");
            }
            Ok(_) => {}
        }
        self.refusals.set_owner_told(group.id).await?;
        Ok(turn.give_back().await?)
    }

    /// Posts one notice for everybody who waits for one, if somebody does.
    pub(super) async fn post_merged(
        &self,
        group: &Group,
        boards: &Boards,
        stop: &CancellationToken,
    ) -> Result<(), Setback> {
        if self.plan(group).await?.is_none() {
            return Ok(());
        }
        let Some(turn) = Turn::take(&*self.turns, group.id).await? else {
            return Err(Setback::FloodWait(TURN_RETRY_DELAY));
        };
        // Whoever had the turn before may have served everybody.
        let Some((plan, open)) = self.plan(group).await? else { return Ok(turn.give_back().await?) };
        let text = self.compose(group, &plan, &open);
        let Some(posted) = turn.keep_during(self.send(group, &text, &plan.places, plan.reply_to)).await? else {
            return Ok(turn.give_back().await?);
        };
        boards.note_posted(group.id, self.clock.now());
        if !self.write_down(&turn, group, posted, &plan, stop).await {
            // Another instance has served them meanwhile.
            return Ok(());
        }
        self.schedule_deletion(group, posted).await?;
        Ok(turn.end_after_spacing().await?)
    }

    /// Posts the notice to somebody who writes as a channel.
    pub(super) async fn post_for_channel(
        &self,
        group: &Group,
        channel: &SenderChannel,
        place: Place,
        boards: &Boards,
    ) -> Result<(), Setback> {
        let language = self.texts.language_for(Some(group), None);
        let text = self.texts.channel_sender_notice(language, &channel.title, &group.title);
        let Some(posted) = self.send(group, &text, &[place, Place::default()], None).await? else { return Ok(()) };
        let now = self.clock.now();
        boards.note_posted(group.id, now);
        Ok(self.deletions.schedule(group.id.into(), posted, now.after(CHANNEL_NOTICE_STAYS)).await?)
    }

    /// What the next notice says, and to whom; `None` if nobody waits for one.
    async fn plan(&self, group: &Group) -> Result<Option<(NoticePlan, Vec<Restriction>)>, Setback> {
        let open = self.restrictions.list_for_notice(group.id, READ_AT_ONCE).await?;
        let standing = if open.len() as u64 == READ_AT_ONCE {
            self.restrictions.list_standing_notices(group.id).await?
        } else {
            Vec::new()
        };
        Ok(notice::merge(&open, &standing, self.clock.now()).map(|plan| (plan, open)))
    }

    fn compose(&self, group: &Group, plan: &NoticePlan, open: &[Restriction]) -> OutgoingMessage {
        // What those miss who were not read is not known: none of the channels is left out.
        let missing = if plan.serves_more_than_were_read() { group.channel_ids() } else { plan.missing.clone() };
        let channels: Vec<ChannelLink> = group.channels_among(&missing).map(ChannelLink::from).collect();
        let newest = plan.serves.first();
        let language_code =
            open.iter().find(|one| Some(&one.id) == newest).and_then(|one| one.language_code.as_deref());
        let language = self.texts.language(&group.settings.language, language_code);
        let text = NoticeText {
            group: group.id,
            group_title: &group.title,
            named: &plan.named,
            others: plan.others,
            channels: &channels,
            policy: group.settings.policy,
            custom: &group.settings.notice_text,
        };
        self.texts.notice(language, &text)
    }

    /// Sends a notice, as the answer to a message if that is left standing, to the first of `places` that is open; `None` if Telegram refuses it for good.
    async fn send(
        &self,
        group: &Group,
        text: &OutgoingMessage,
        places: &[Place],
        reply_to: Option<MessageId>,
    ) -> Result<Option<MessageId>, Setback> {
        let mut refusal = BotApiError::TopicClosed;
        let topics = self.topics.of(group.id).into_iter().map(|thread| Place { thread: Some(thread), root: None });
        let others = topics.filter(|place| !places.contains(place));
        for place in places.iter().copied().chain(others) {
            let text = text.clone().at(group.reachable(place));
            // In another topic it would answer nothing that is read there.
            let answered = reply_to.filter(|_| places.first() == Some(&place));
            let text = OutgoingMessage { reply_to: answered.or(text.reply_to), ..text };
            match self.api.send_message(group.id.into(), &text, SendPriority::Notice).await {
                Ok(posted) => {
                    self.note_accepted(group.id).await;
                    return Ok(Some(posted));
                }
                Err(error) if !is_final(&error) => return Err(error.into()),
                Err(error) => {
                    let is_elsewhere_possible = matches!(error, BotApiError::TopicClosed | BotApiError::ThreadNotFound);
                    refusal = error;
                    if !is_elsewhere_possible {
                        break;
                    }
                }
            }
        }
        tracing::warn!(chat_id = group.id.0, error = &refusal as &dyn std::error::Error, "no notice can be posted");
        self.refusals.put(group.id, self.clock.now()).await?;
        self.refused.wake();
        Ok(None)
    }

    /// The refusals that were are over. What is not noted for once is noted with the next notice.
    async fn note_accepted(&self, group: GroupId) {
        let noted = match self.refusals.find(group).await {
            Ok(Some(_)) => self.refusals.remove(group).await,
            other => other.map(drop),
        };
        if let Err(error) = noted {
            tracing::warn!(error = &error as &dyn std::error::Error, "a group still counts as refusing notices");
        }
    }

    /// Writes down which notice serves whom, or removes it if the turn was lost; whether it is written. Not giving up, since
    /// a notice that is forgotten would be posted again and stay for ever.
    async fn write_down(
        &self,
        turn: &Turn<'_>,
        group: &Group,
        posted: MessageId,
        plan: &NoticePlan,
        stop: &CancellationToken,
    ) -> bool {
        loop {
            match self.write_or_remove(turn, group, posted, plan).await {
                Ok(is_written) => return is_written,
                Err(error) => tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a posted notice can't be written down yet"
                ),
            }
            if stop.run_until_cancelled(tokio::time::sleep(WRITE_RETRY_DELAY)).await.is_none() {
                return false;
            }
        }
    }

    async fn write_or_remove(
        &self,
        turn: &Turn<'_>,
        group: &Group,
        posted: MessageId,
        plan: &NoticePlan,
    ) -> Result<bool, StoreError> {
        if turn.is_kept().await? {
            let notice = PostedNotice {
                group: group.id,
                message: posted,
                at: self.clock.now(),
                serves: plan.serves.clone(),
                replaces: plan.replaces.clone(),
                takes_over: plan.serves_more_than_were_read(),
            };
            self.restrictions.put_notice(&notice).await?;
            self.deletions.wake();
            return Ok(true);
        }
        self.deletions.schedule(group.id.into(), posted, self.clock.now()).await?;
        Ok(false)
    }

    /// Schedules the new notice for deletion at its time, or now if everybody it serves is free already.
    async fn schedule_deletion(&self, group: &Group, posted: MessageId) -> Result<(), Setback> {
        let now = self.clock.now();
        let after = group.settings.notice_delete_after_seconds.get();
        if self.restrictions.count_served_by(group.id, posted).await? == 0 {
            self.deletions.schedule(group.id.into(), posted, now).await?;
        } else if after > 0 {
            let due = now.after(Duration::from_secs(after.into()));
            self.deletions.schedule(group.id.into(), posted, due).await?;
        }
        Ok(())
    }
}

/// Whether Telegram would refuse it again; else the message may yet be sent, or has been.
const fn is_final(error: &BotApiError) -> bool {
    matches!(
        error,
        BotApiError::CannotWrite(_)
            | BotApiError::ChatUnavailable(_)
            | BotApiError::NotEnoughRights(_)
            | BotApiError::TopicClosed
            | BotApiError::ThreadNotFound
            | BotApiError::Refused { .. }
    )
}
