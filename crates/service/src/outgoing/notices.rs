//! Notices of all groups: merged, kept apart, and posted from what the database says, so that a restart forgets none.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    GroupId, MessageId, Timestamp,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    notice::{self, NoticePlan},
    ports::{BotApi, BotApiError, Clock, GroupRepository, NoticeTurns, RestrictionRepository},
    restriction::Restriction,
    sender::SenderChannel,
};
use portcullis_messages::{ChannelLink, NoticeText, Texts};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Ports, Setback, outgoing::deletions::Deletions};

/// How many muted people one notice can serve, those without one first: a few keep an older one if there are more.
const SERVED: u64 = 1_000;

/// How long a notice waits for Telegram or the database to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// And how long at most, each wait being twice the one before.
const LONGEST_PATIENCE: Duration = Duration::from_mins(10);

/// How long a turn lasts: longer than a notice takes, and no longer than anybody should wait for one who died in it.
const TURN: Duration = Duration::from_secs(15);

/// How long to wait while another instance has the turn.
const ANOTHERS_TURN: Duration = Duration::from_secs(1);

/// How often restrictions without a notice are looked for that nobody asked a notice for: those of a crash.
const RESCAN: Duration = Duration::from_secs(30);

/// How many people writing as channels are remembered to have been told, and for how long.
const TOLD_CHANNELS: (u64, Duration) = (10_000, Duration::from_mins(10));

/// Posts notices: at most one at a time in a group, each serving everybody who waits.
pub(crate) struct NoticeBoard {
    api: Arc<dyn BotApi>,
    groups: Arc<dyn GroupRepository>,
    restrictions: Arc<dyn RestrictionRepository>,
    turns: Arc<dyn NoticeTurns>,
    deletions: Arc<Deletions>,
    texts: Texts,
    clock: Arc<dyn Clock>,
    boards: Mutex<HashMap<GroupId, Board>>,
    told_channels: moka::sync::Cache<(GroupId, i64), ()>,
    /// Groups in which Telegram has lately refused a notice for good.
    refused: moka::sync::Cache<GroupId, ()>,
    posting: TaskTracker,
    stop: CancellationToken,
}

/// One group's notices.
#[derive(Default)]
struct Board {
    /// When the last one was posted.
    last: Option<Timestamp>,
    /// Whether a task is at work on this board.
    is_busy: bool,
    /// Whether somebody asked for a notice since that task last looked.
    is_wanted: bool,
    /// The last channel whose author is to be told that nobody speaks in a channel's name here.
    channel: Option<SenderChannel>,
    /// How often posting has failed in a row.
    failures: u32,
}

impl NoticeBoard {
    pub(crate) fn new(ports: &Ports, deletions: Arc<Deletions>) -> Self {
        Self {
            api: ports.api.clone(),
            groups: ports.groups.clone(),
            restrictions: ports.restrictions.clone(),
            turns: ports.notice_turns.clone(),
            deletions,
            texts: ports.texts.clone(),
            clock: ports.clock.clone(),
            boards: Mutex::default(),
            told_channels: moka::sync::Cache::builder()
                .max_capacity(TOLD_CHANNELS.0)
                .time_to_live(TOLD_CHANNELS.1)
                .build(),
            refused: moka::sync::Cache::builder().max_capacity(TOLD_CHANNELS.0).time_to_live(LONGEST_PATIENCE).build(),
            posting: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// Asks for a notice in a group. It comes soon, and serves whoever waits by then.
    pub(crate) fn request(self: &Arc<Self>, group: GroupId) {
        self.wake(group, |board| board.is_wanted = true);
    }

    /// Asks for a notice to somebody who writes as a channel: once in a while, since there is no mute to end the burst.
    pub(crate) fn request_for_channel(self: &Arc<Self>, group: GroupId, channel: &SenderChannel) {
        if self.told_channels.entry((group, channel.id.0)).or_insert(()).is_fresh() {
            self.wake(group, |board| board.channel = Some(channel.clone()));
        }
    }

    fn wake(self: &Arc<Self>, group: GroupId, order: impl FnOnce(&mut Board)) {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        order(board);
        if !std::mem::replace(&mut board.is_busy, true) {
            self.posting.spawn(self.clone().work(group));
        }
    }

    /// Looks for people whom a crash left without a notice, now and every while, until `stop`; then ends what is begun.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.restrictions.list_awaiting_notice().await {
                Ok(groups) => {
                    let asked = groups.into_iter().filter(|group| !self.refused.contains_key(group));
                    asked.for_each(|group| self.request(group));
                }
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "notices can't be looked up now");
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(RESCAN) => {}
            }
        }
        self.stop.cancel();
        self.posting.close();
        self.posting.wait().await;
    }

    /// Works on one board until nobody wants anything of it.
    async fn work(self: Arc<Self>, group: GroupId) {
        loop {
            let wait = self.until_next(group);
            tokio::select! {
                // What is not posted stays in the database, and is found again at the next start.
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
            match self.post_wanted(group).await {
                Ok(()) if self.is_done(group) => return,
                Ok(()) => {}
                Err(setback) => {
                    tracing::debug!(%group, error = &setback as &dyn std::error::Error, "the notice waits");
                    let wait = self.want_again(group, &setback);
                    tokio::select! {
                        () = self.stop.cancelled() => return,
                        () = tokio::time::sleep(wait) => {}
                    }
                }
            }
        }
    }

    async fn post_wanted(&self, group: GroupId) -> Result<(), Setback> {
        let (is_wanted, channel) = {
            let mut boards = self.boards();
            let board = boards.entry(group).or_default();
            (std::mem::take(&mut board.is_wanted), board.channel.take())
        };
        let Some(group) = self.groups.find(group).await? else { return Ok(()) };
        if let Some(channel) = channel {
            self.post_for_channel(&group, &channel).await?;
        }
        if is_wanted {
            self.post_merged(&group).await?;
        }
        Ok(())
    }

    async fn post_merged(&self, group: &Group) -> Result<(), Setback> {
        if self.plan(group).await?.is_none() {
            return Ok(());
        }
        if !self.turns.take(group.id, TURN).await? {
            return Err(Setback::FloodWait(ANOTHERS_TURN));
        }
        // Whoever had the turn before may have served everybody.
        let posted = match self.plan(group).await? {
            Some((plan, open)) => self.post(group, &plan, &open).await?,
            None => false,
        };
        // Until the next notice may follow, the turn keeps the other instances at a distance too.
        let lasting = if posted { notice::SPACING } else { Duration::ZERO };
        self.turns.take(group.id, lasting).await?;
        Ok(())
    }

    /// What the next notice says, and to whom; `None` if nobody waits for one.
    async fn plan(&self, group: &Group) -> Result<Option<(NoticePlan, Vec<Restriction>)>, Setback> {
        let open = self.restrictions.list_for_notice(group.id, SERVED).await?;
        Ok(notice::merge(&open).map(|plan| (plan, open)))
    }

    /// Whether a notice was posted: `false` if Telegram refuses it for good.
    async fn post(&self, group: &Group, plan: &NoticePlan, open: &[Restriction]) -> Result<bool, Setback> {
        let text = self.compose(group, plan, open);
        let Some(posted) = self.send(group, &text).await? else { return Ok(false) };
        self.note_posted(group, posted, plan).await;
        self.retire(group, posted, plan.replaces.clone()).await?;
        Ok(true)
    }

    fn compose(&self, group: &Group, plan: &NoticePlan, open: &[Restriction]) -> OutgoingMessage {
        let channels: Vec<ChannelLink> = group.channels_among(&plan.missing).map(ChannelLink::from).collect();
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

    /// Writes down which notice serves whom: not giving up, since a notice that is forgotten would be posted again.
    async fn note_posted(&self, group: &Group, posted: MessageId, plan: &NoticePlan) {
        self.boards().entry(group.id).or_default().last = Some(self.clock.now());
        while let Err(error) = self.restrictions.set_notice(&plan.serves, posted).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a posted notice can't be written down yet");
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(PATIENCE) => {}
            }
        }
    }

    /// Sends the older notices away, and the new one too when its time comes or if everybody it serves is gone already.
    async fn retire(&self, group: &Group, posted: MessageId, replaced: Vec<MessageId>) -> Result<(), Setback> {
        let now = self.clock.now();
        for older in replaced {
            self.deletions.schedule(group.id.into(), older, now).await?;
        }
        let after = group.settings.notice_delete_after_seconds.get();
        if self.restrictions.count_served_by(group.id, posted).await? == 0 {
            self.deletions.schedule(group.id.into(), posted, now).await?;
        } else if after > 0 {
            let due = now.after(Duration::from_secs(after.into()));
            self.deletions.schedule(group.id.into(), posted, due).await?;
        }
        self.deletions.poke();
        Ok(())
    }

    async fn post_for_channel(&self, group: &Group, channel: &SenderChannel) -> Result<(), Setback> {
        let language = self.texts.language(&group.settings.language, None);
        let text = self.texts.channel_sender_notice(language, &channel.title, &group.title);
        let Some(posted) = self.send(group, &text).await? else { return Ok(()) };
        self.boards().entry(group.id).or_default().last = Some(self.clock.now());
        let due = self.clock.now().after(TOLD_CHANNELS.1);
        self.deletions.schedule(group.id.into(), posted, due).await
    }

    /// `None` if Telegram refuses it for good.
    async fn send(&self, group: &Group, text: &OutgoingMessage) -> Result<Option<MessageId>, Setback> {
        match self.api.send_message(group.id.into(), text, SendPriority::Notice).await {
            Ok(posted) => Ok(Some(posted)),
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_))) => Err(error.into()),
            Err(error) => {
                tracing::warn!(group = %group.id, error = &error as &dyn std::error::Error, "no notice can be posted");
                self.refused.insert(group.id, ());
                Ok(None)
            }
        }
    }

    fn until_next(&self, group: GroupId) -> Duration {
        let last = self.boards().get(&group).and_then(|board| board.last);
        let now = self.clock.now();
        notice::next_at(last, now).since(now)
    }

    /// How long to wait before the next try: a notice whose fate is unknown may stand already, so each time longer.
    fn want_again(&self, group: GroupId, setback: &Setback) -> Duration {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        board.is_wanted = true;
        if let Setback::FloodWait(wait) = setback {
            return *wait;
        }
        board.failures += 1;
        (PATIENCE * 2_u32.saturating_pow(board.failures - 1)).min(LONGEST_PATIENCE)
    }

    /// Lets go of the board, unless somebody wants something of it again.
    fn is_done(&self, group: GroupId) -> bool {
        let mut boards = self.boards();
        let board = boards.entry(group).or_default();
        if board.is_wanted || board.channel.is_some() {
            return false;
        }
        board.is_busy = false;
        board.failures = 0;
        let now = self.clock.now();
        // A board is only worth remembering while it keeps the next notice at a distance.
        boards.retain(|_, board| board.is_busy || board.last.is_some_and(|last| last.after(notice::SPACING) > now));
        true
    }

    fn boards(&self) -> MutexGuard<'_, HashMap<GroupId, Board>> {
        // Every change to a board is a single assignment, so a panic elsewhere leaves none half changed.
        self.boards.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ChatId;

    use super::*;
    use crate::testing::{GROUP, NOW, World, group, open_restriction};

    /// Asks for a notice and waits until the board has nothing left to do.
    async fn request(world: World) {
        let gatekeeper = world.gatekeeper();
        gatekeeper.notices.request(GROUP);
        gatekeeper.notices.posting.close();
        gatekeeper.notices.posting.wait().await;
        assert!(!gatekeeper.notices.boards().values().any(|board| board.is_busy), "the board was left half done");
    }

    fn waiting(restriction: Restriction) -> World {
        let mut world = World::with(group());
        world.restrictions.expect_list_for_notice().returning(move |_, _| {
            let older = Restriction {
                id: portcullis_domain::RestrictionId(1),
                notice: Some(MessageId(4)),
                ..restriction.clone()
            };
            Ok(vec![restriction.clone(), older])
        });
        world
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_serves_everybody_is_written_down_and_replaces_the_older_one() {
        let mut world = waiting(open_restriction());
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        let both =
            |ids: &[portcullis_domain::RestrictionId], notice: &MessageId| ids.len() == 2 && *notice == MessageId(9);
        world.restrictions.expect_set_notice().times(1).withf(both).returning(|_, _| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(2));
        world
            .deletions
            .expect_put()
            .times(1)
            .withf(|put| (put.chat, put.message, put.due) == (ChatId::from(GROUP), MessageId(4), NOW))
            .returning(|_| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_that_serves_nobody_any_more_by_the_time_it_stands_goes_again() {
        let mut world = waiting(open_restriction());
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_set_notice().returning(|_, _| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        world.deletions.expect_put().times(1).withf(|put| put.message == MessageId(4)).returning(|_| Ok(()));
        world.deletions.expect_put().times(1).withf(|put| put.message == MessageId(9)).returning(|_| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_is_waited_for() {
        let mut world = waiting(open_restriction());
        let wait = Duration::from_secs(40);
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_set_notice().times(1).returning(|_, _| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(2));
        world.deletions.expect_put().returning(|_| Ok(()));
        let begun = tokio::time::Instant::now();
        request(world).await;
        assert!(begun.elapsed() >= wait);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_notice_is_not_tried_again_at_once() {
        let mut world = waiting(open_restriction());
        let refused = || BotApiError::CannotWrite("no rights".to_owned());
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(refused()));
        request(world).await;
    }
}
