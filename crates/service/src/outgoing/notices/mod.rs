//! Notices of all groups: merged, kept apart, and posted from what the database says, so that a restart forgets none.

mod board;
mod poster;
mod topics;
mod turn;

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, GroupId, ThreadId, Timestamp,
    group::Group,
    message::Place,
    notice,
    ports::{Clock, GroupRepository, RestrictionRepository},
    sender::SenderChannel,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use self::poster::NoticePoster;
use self::{board::Boards, poster::CHANNEL_NOTICE_STAYS};
use crate::{
    Setback,
    wakeup::{RETRY_DELAY, Wakeup},
};

/// How many people writing as channels are remembered to have been told.
const REMEMBERED_CHANNELS: u64 = 10_000;

/// Has notices posted: at most one at a time in a group, each serving everybody who waits.
pub(crate) struct NoticeBoard {
    poster: NoticePoster,
    groups: Arc<dyn GroupRepository>,
    restrictions: Arc<dyn RestrictionRepository>,
    clock: Arc<dyn Clock>,
    boards: Boards,
    /// The channels whose authors were told lately, by group.
    told_channels: moka::sync::Cache<(GroupId, ChatId), ()>,
    wakeup: Wakeup,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl NoticeBoard {
    pub(crate) fn new(
        poster: NoticePoster,
        groups: Arc<dyn GroupRepository>,
        restrictions: Arc<dyn RestrictionRepository>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let told_channels =
            moka::sync::Cache::builder().max_capacity(REMEMBERED_CHANNELS).time_to_live(CHANNEL_NOTICE_STAYS).build();
        let (wakeup, tasks, stop) = (Wakeup::default(), TaskTracker::new(), CancellationToken::new());
        Self { poster, groups, restrictions, clock, boards: Boards::default(), told_channels, wakeup, tasks, stop }
    }

    /// Asks for a notice in a group. It comes soon, and serves whoever waits by then.
    pub(crate) fn request(self: &Arc<Self>, group: GroupId) {
        if self.boards.want_merged(group) {
            self.start(group);
        }
    }

    /// Asks for a word to somebody who writes as a channel: once in a while, since there is no mute to end the burst.
    /// It goes where they wrote.
    pub(crate) fn request_for_channel(self: &Arc<Self>, group: GroupId, channel: &SenderChannel, place: Place) {
        let is_told = self.told_channels.contains_key(&(group, channel.id));
        if !is_told && self.boards.want_for_channel(group, channel, place) {
            self.start(group);
        }
    }

    fn start(self: &Arc<Self>, group: GroupId) {
        self.tasks.spawn(self.clone().work(group));
    }

    /// Has people looked for now whom no notice serves, and the notices that are to go: the database knows both.
    pub(crate) fn rescan(&self) {
        self.poster.remove_due();
        self.wakeup.wake();
    }

    /// Looks for people whom a crash left without a notice, now, when woken and once a minute, until `stop`; then ends what
    /// is begun.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let now = self.clock.now();
            let next = match self.restrictions.list_awaiting_notice(now.before(notice::REPLACE_AFTER)).await {
                Ok(groups) => {
                    self.request_in(groups).await;
                    None
                }
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "notices can't be looked up now");
                    Some(now.after(RETRY_DELAY))
                }
            };
            stop.run_until_cancelled(self.wakeup.wait(&*self.clock, next)).await;
        }
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Asks for a notice in each of these groups, but for those that refuse them.
    async fn request_in(self: &Arc<Self>, groups: Vec<GroupId>) {
        for group in groups {
            if matches!(self.poster.is_refused(group).await, Ok(false)) {
                self.request(group);
            }
        }
    }

    /// Notes that somebody has written in a forum's topic: a notice may stand there.
    pub(crate) fn note_topic(&self, group: GroupId, thread: ThreadId) {
        self.poster.note_topic(group, thread);
    }

    /// Whether Telegram has lately refused a notice in this group, wherever in it: then nobody is gated there.
    pub(crate) async fn is_refused(&self, group: GroupId) -> Result<bool, Setback> {
        Ok(self.poster.is_refused(group).await?)
    }

    /// Waits until there may be a refused notice to look at; until `next` at most.
    pub(crate) async fn wait_for_refusal(&self, next: Option<Timestamp>) {
        self.poster.wait_for_refusal(next).await;
    }

    /// Tells a group's owner in private that no notice can be posted there, unless they were told.
    pub(crate) async fn tell_owner(&self, group: &Group) -> Result<(), Setback> {
        self.poster.tell_owner(group).await
    }

    /// Works on one board until nothing is wanted of it. What is not posted when the bot stops stays in the database, and
    /// is found again at the next start.
    async fn work(self: Arc<Self>, group: GroupId) {
        let mut wait = self.boards.until_next(group, self.clock.now());
        while self.stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_some() {
            wait = match self.post_wanted(group).await {
                Ok(()) if self.boards.finish(group, self.clock.now()) => return,
                Ok(()) => Duration::ZERO,
                Err(setback) => {
                    tracing::debug!(chat_id = group.0, error = &setback as &dyn std::error::Error, "the notice waits");
                    self.boards.defer(group, &setback)
                }
            };
            wait = wait.max(self.boards.until_next(group, self.clock.now()));
        }
    }

    /// Posts what is wanted. What fails stays on the board.
    async fn post_wanted(&self, id: GroupId) -> Result<(), Setback> {
        let is_merged = self.boards.take_merged(id);
        let posted = self.post_in(id, is_merged).await;
        if is_merged && posted.is_err() {
            self.boards.want_merged(id);
        }
        posted
    }

    async fn post_in(&self, id: GroupId, is_merged: bool) -> Result<(), Setback> {
        // Where the bot does nothing, whoever is muted still is about to be let go.
        let group = self.groups.find(id).await?.filter(|group| group.denied.is_none());
        if let Some((channel, place)) = self.boards.next_channel(id) {
            if let Some(group) = &group {
                self.poster.post_for_channel(group, &channel, place, &self.boards).await?;
                self.told_channels.insert((id, channel.id), ());
            }
            self.boards.remove_channel(id, &channel);
        }
        match group {
            Some(group) if is_merged => self.poster.post_merged(&group, &self.boards, &self.stop).await,
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        ChatId, MessageId, RestrictionId,
        message::OutgoingMessage,
        ports::BotApiError,
        restriction::{RestrictReason, Restriction},
    };

    use super::*;
    use crate::testing::{GROUP, NOW, World, group, open_restriction};

    /// Asks for a notice and waits until the board has nothing left to do.
    async fn request(world: World) {
        let notices = world.parts().notices;
        notices.request(GROUP);
        notices.tasks.close();
        notices.tasks.wait().await;
        assert!(notices.boards.want_merged(GROUP), "the board was left half done");
    }

    fn waiting(restriction: Restriction) -> World {
        let mut world = World::with(group());
        world.restrictions.expect_list_for_notice().returning(move |_, _| {
            let (notice, notice_posted_at) = (Some(MessageId(4)), Some(NOW));
            let older = Restriction { id: RestrictionId(1), notice, notice_posted_at, ..restriction.clone() };
            Ok(vec![restriction.clone(), older])
        });
        world
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_serves_everybody_is_written_down_and_replaces_the_older_one() {
        let mut world = waiting(open_restriction());
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        let written = |posted: &notice::PostedNotice| {
            (posted.serves.len(), posted.message, posted.at, &*posted.replaces)
                == (2, MessageId(9), NOW, &[MessageId(4)])
        };
        world.restrictions.expect_put_notice().times(1).withf(written).returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(2));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_that_serves_nobody_any_more_by_the_time_it_stands_goes_again() {
        let mut world = waiting(open_restriction());
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_put_notice().returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        world.deletions.expect_put().times(1).withf(|put| put.message == MessageId(9)).returning(|_| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_beyond_those_read_is_counted_and_handed_over_to_the_newer_notice() {
        let mut world = World::with(group());
        world.restrictions.expect_list_for_notice().returning(|_, limit| {
            let standing = |id| Restriction {
                id: RestrictionId(id),
                notice: Some(MessageId(4)),
                notice_posted_at: Some(NOW),
                ..open_restriction()
            };
            let waiting = Restriction { id: RestrictionId(-1), ..open_restriction() };
            let limit = i64::try_from(limit).unwrap();
            Ok(std::iter::once(waiting).chain((1..limit).map(standing)).collect())
        });
        let standing = notice::StandingNotice { message: MessageId(4), serves: 1_500 };
        world.restrictions.expect_list_standing_notices().returning(move |_| Ok(vec![standing]));
        let counts_all = |text: &OutgoingMessage| text.html.to_string().contains("1,500 more");
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(move |_, text, _| counts_all(text))
            .returning(|_, _, _| Ok(MessageId(9)));
        let takes_over = |posted: &notice::PostedNotice| posted.takes_over && posted.replaces == [MessageId(4)];
        world.restrictions.expect_put_notice().times(1).withf(takes_over).returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(1_501));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_is_waited_for() {
        let mut world = waiting(open_restriction());
        let wait = Duration::from_secs(40);
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_put_notice().times(1).returning(|_| Ok(()));
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
        world
            .notice_refusals
            .expect_put()
            .times(1)
            .withf(|group, at| (*group, *at) == (GROUP, NOW))
            .returning(|_, _| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_word_to_somebody_who_writes_as_a_channel_outlives_a_flood_wait() {
        let mut world = World::with(group());
        let wait = Duration::from_secs(40);
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.deletions.expect_put().times(1).withf(|put| put.message == MessageId(9)).returning(|_| Ok(()));
        let notices = world.parts().notices;
        let channel = SenderChannel { id: ChatId(-8), title: "Spam".to_owned() };
        notices.request_for_channel(GROUP, &channel, Place::default());
        notices.request_for_channel(GROUP, &channel, Place::default());
        notices.tasks.close();
        notices.tasks.wait().await;
        notices.request_for_channel(GROUP, &channel, Place::default());
        assert!(notices.tasks.is_empty(), "told a moment ago");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_has_lost_the_turn_by_the_time_its_notice_stands_removes_it() {
        let mut world = waiting(open_restriction());
        world.notice_turns.expect_take().times(1).returning(|_, _| Ok(true));
        world.notice_turns.expect_take().times(1).returning(|_, _| Ok(false));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.deletions.expect_put().times(1).withf(|put| put.message == MessageId(9)).returning(|_| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_the_topic_and_general_are_closed_the_notice_goes_to_another_topic() {
        let topic = |thread| Place { thread: Some(ThreadId(thread)), root: None };
        let mut world = World::with(group());
        let newest = Restriction { place: topic(5), ..open_restriction() };
        let first = Restriction { id: RestrictionId(1), place: topic(6), ..open_restriction() };
        let open = vec![newest, first];
        world.restrictions.expect_list_for_notice().returning(move |_, _| Ok(open.clone()));
        let mut order = mockall::Sequence::new();
        for thread in [Some(ThreadId(5)), None] {
            world
                .api
                .expect_send_message()
                .times(1)
                .in_sequence(&mut order)
                .withf(move |_, text, _| text.thread == thread)
                .returning(|_, _, _| Err(BotApiError::TopicClosed));
        }
        world
            .api
            .expect_send_message()
            .times(1)
            .in_sequence(&mut order)
            .withf(|_, text, _| text.thread == Some(ThreadId(6)))
            .returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_put_notice().times(1).returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(2));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_to_somebody_who_comments_on_a_post_answers_the_post() {
        for (linked_channel, reply_to) in [(Some(ChatId(-7)), Some(MessageId(3))), (None, None)] {
            let mut world = World::with(Group { linked_channel, ..group() });
            let place = Place { thread: None, root: Some(MessageId(3)) };
            let commented = Restriction { place, ..open_restriction() };
            world.restrictions.expect_list_for_notice().returning(move |_, _| Ok(vec![commented.clone()]));
            world
                .api
                .expect_send_message()
                .times(1)
                .withf(move |_, text, _| text.reply_to == reply_to)
                .returning(|_, _, _| Ok(MessageId(9)));
            world.restrictions.expect_put_notice().returning(|_| Ok(()));
            world.restrictions.expect_count_served_by().returning(|_, _| Ok(1));
            request(world).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_notice_that_stands_ends_the_refusals_before_it() {
        let mut world = waiting(open_restriction());
        let refusal =
            notice::NoticeRefusal { group: GROUP, at: NOW.before(notice::REFUSAL_HOLDS), is_owner_told: true };
        world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
        world.notice_refusals.expect_remove().times(1).returning(|_| Ok(()));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_put_notice().returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(2));
        world.deletions.expect_put().returning(|_| Ok(()));
        request(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_general_is_closed_whoever_joined_is_told_in_the_topic_in_which_somebody_wrote_last() {
        let joined = Restriction { reason: RestrictReason::JoinedGroup, ..open_restriction() };
        let mut world = World::with(group());
        world.restrictions.expect_list_for_notice().returning(move |_, _| Ok(vec![joined.clone()]));
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(|_, text, _| text.thread.is_none())
            .returning(|_, _, _| Err(BotApiError::TopicClosed));
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(|_, text, _| text.thread == Some(ThreadId(6)))
            .returning(|_, _, _| Ok(MessageId(9)));
        world.restrictions.expect_put_notice().returning(|_| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(1));
        let notices = world.parts().notices;
        notices.note_topic(GROUP, ThreadId(5));
        notices.note_topic(GROUP, ThreadId(6));
        notices.request(GROUP);
        notices.tasks.close();
        notices.tasks.wait().await;
    }

    #[tokio::test]
    async fn a_topic_that_was_not_known_when_a_notice_was_refused_is_worth_another_try() {
        let mut world = World::with(group());
        let at = NOW.before(Duration::from_secs(1));
        let refusal = notice::NoticeRefusal { group: GROUP, at, is_owner_told: true };
        world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
        let notices = world.parts().notices;
        assert!(notices.is_refused(GROUP).await.unwrap());
        notices.note_topic(GROUP, ThreadId(5));
        assert!(!notices.is_refused(GROUP).await.unwrap());
    }
}
