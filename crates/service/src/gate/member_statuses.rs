//! What people are in groups, as an update or a call has told within the last seconds.

use std::{sync::Arc, time::Duration};

use moka::ops::compute::Op;
use portcullis_domain::{
    GroupId, UpdateId, UserId,
    chat_member::ChatMemberStatus,
    event::ChatMemberUpdated,
    ports::{BotApi, CONFIRMED_FOR, Clock},
    restriction::RestrictReason,
};
use tokio::time::Instant;

use crate::UpdateDelivery;

/// Of how many people something is remembered: some 250 bytes each.
const MAX_PEOPLE: u64 = 50_000;

/// What people are in groups, where it need not be asked once more before a mute.
///
/// Each is used once, so that whatever is tried again asks Telegram. What was asked ahead serves only what it was asked for: a
/// press keeps it to itself, and of an event it is forgotten here once that is over. It counts for nothing once an update
/// tells something else, and what an update tells stands for an answer only where this process hears of every change:
/// elsewhere another instance may have been told of a newer one.
pub(crate) struct MemberStatuses {
    api: Arc<dyn BotApi>,
    delivery: UpdateDelivery,
    clock: Arc<dyn Clock>,
    people: moka::sync::Cache<(GroupId, UserId), Remembered>,
}

/// What was told of a person in a group within the last [`CONFIRMED_FOR`], by either way.
#[derive(Clone, Copy, Default)]
struct Remembered {
    /// By the newest update; kept once it is used, so that an older one that comes later is known as such.
    update: Option<Told>,
    /// By Telegram, asked for the event of theirs that is being carried out, and not used yet.
    answer: Option<AskedStatus>,
}

#[derive(Clone, Copy)]
struct Told {
    id: UpdateId,
    status: ChatMemberStatus,
    heard_at: Instant,
    /// Until when it stands for an answer; `None`: it does not, or no more.
    counts_until: Option<Instant>,
}

/// What Telegram has answered of a person in a group who was asked about ahead.
#[derive(Clone, Copy)]
pub(crate) struct AskedStatus {
    status: ChatMemberStatus,
    asked_at: Instant,
    came_at: Instant,
}

impl MemberStatuses {
    pub(crate) fn new(api: Arc<dyn BotApi>, delivery: UpdateDelivery, clock: Arc<dyn Clock>) -> Self {
        // Nothing counts for longer than that, so nothing older can displace anything.
        let builder = moka::sync::Cache::builder().max_capacity(MAX_PEOPLE).time_to_live(CONFIRMED_FOR);
        Self { api, delivery, clock, people: builder.build() }
    }

    /// Takes note of a change as it comes in, whatever it has to wait for: from then on nothing older counts.
    pub(crate) fn note(&self, id: UpdateId, change: &ChatMemberUpdated) {
        let now = Instant::now();
        let left = self.counts_for(change);
        let told = Told { id, status: change.new, heard_at: now, counts_until: left.map(|left| now + left) };
        self.people.entry((change.chat.id.into(), change.person.id)).and_compute_with(|remembered| {
            let Remembered { update, answer } = remembered.map(moka::Entry::into_value).unwrap_or_default();
            if update.is_some_and(|newest| newest.id >= id) {
                return Op::Nop;
            }
            // Nobody can tell which of the two is newer, unless both say the same.
            let answer = answer.filter(|answer| answer.status == told.status);
            Op::Put(Remembered { update: Some(told), answer })
        });
    }

    /// For how long from now on a change stands for an answer, if at all. One that has waited tells what was: its age counts.
    fn counts_for(&self, change: &ChatMemberUpdated) -> Option<Duration> {
        match self.delivery {
            UpdateDelivery::Polling => {
                let age = self.clock.now().since(change.date);
                CONFIRMED_FOR.checked_sub(age).filter(|left| !left.is_zero())
            }
            UpdateDelivery::Webhook => None,
        }
    }

    /// Asks what a person is in the group, for whoever asks alone: an un-mute, for which it must
    /// [still count](Self::still_counts). `None` if it fails: it is asked again then.
    pub(crate) async fn ask(&self, group: GroupId, user: UserId) -> Option<AskedStatus> {
        let asked_at = Instant::now();
        let status = self.api.get_chat_member(group.into(), user).await.ok()?;
        Some(AskedStatus { status, asked_at, came_at: Instant::now() })
    }

    /// Asks what a person is in the group, for an event of theirs that will [`take`](Self::take) it. What fails is asked again
    /// then. Once that event is over, it is to be [forgotten](Self::forget).
    pub(crate) async fn ask_ahead(&self, group: GroupId, user: UserId) {
        let Some(answer) = self.ask(group, user).await else { return };
        self.keep(group, user, answer);
    }

    /// Keeps what Telegram has just answered of a person for a mute that will [`take`](Self::take) it; to be
    /// [forgotten](Self::forget) after that.
    pub(crate) fn keep(&self, group: GroupId, user: UserId, answer: AskedStatus) {
        self.people.entry((group, user)).and_compute_with(|remembered| {
            let Remembered { update, .. } = remembered.map(moka::Entry::into_value).unwrap_or_default();
            if update.as_ref().is_some_and(|told| told.contradicts(&answer)) {
                return Op::Nop;
            }
            // Whatever was told before it was asked is older.
            let update = update.map(|told| Told { counts_until: None, ..told });
            Op::Put(Remembered { update, answer: Some(answer) })
        });
    }

    /// Forgets what was asked ahead of a person, and not used: it must serve none of their later events.
    pub(crate) fn forget(&self, group: GroupId, user: UserId) {
        self.people.entry((group, user)).and_compute_with(|remembered| match remembered.map(moka::Entry::into_value) {
            Some(Remembered { update, answer: Some(_) }) => Op::Put(Remembered { update, answer: None }),
            _ => Op::Nop,
        });
    }

    /// Whether a mute because of `reason` needs a question. Of somebody who joins, an update tells it that comes with the
    /// event, where that stands for an answer.
    pub(super) fn must_be_asked(&self, reason: RestrictReason) -> bool {
        (self.delivery, reason) != (UpdateDelivery::Polling, RestrictReason::JoinedGroup)
    }

    /// What a person is in the group, if that is known well enough for a mute because of `reason`, and only once.
    ///
    /// Somebody who has spoken may have been promoted before, and be told of later: only what was asked since they spoke
    /// counts. Whoever joins is what the update says of it, until another one comes.
    pub(super) fn take(&self, group: GroupId, user: UserId, reason: RestrictReason) -> Option<ChatMemberStatus> {
        let (now, mut taken) = (Instant::now(), None);
        self.people.entry((group, user)).and_compute_with(|remembered| {
            let remembered = remembered.map(moka::Entry::into_value).unwrap_or_default();
            taken = remembered.status(reason, self.delivery, now);
            match taken {
                Some(_) => {
                    let update = remembered.update.map(|told| Told { counts_until: None, ..told });
                    Op::Put(Remembered { update, answer: None })
                }
                None => Op::Nop,
            }
        });
        taken
    }

    /// What Telegram has answered of a person, if that still counts for an un-mute: it is hardly older than one that is
    /// asked for now, however updates come (they may be behind), and no update has told anything else since it was asked.
    pub(super) fn still_counts(&self, group: GroupId, user: UserId, answer: AskedStatus) -> Option<ChatMemberStatus> {
        let is_contradicted = || {
            let told = self.people.get(&(group, user)).and_then(|remembered| remembered.update);
            told.is_some_and(|told| told.contradicts(&answer))
        };
        (answer.is_hardly_older_than_one_asked_for(Instant::now()) && !is_contradicted()).then_some(answer.status)
    }
}

impl Told {
    /// Whether it may be newer than the answer, and is something else.
    fn contradicts(&self, answer: &AskedStatus) -> bool {
        self.heard_at >= answer.asked_at && self.status != answer.status
    }
}

impl AskedStatus {
    /// What has just been answered to what was asked then.
    pub(crate) fn now(status: ChatMemberStatus, asked_at: Instant) -> Self {
        Self { status, asked_at, came_at: Instant::now() }
    }

    /// Whether it counts for a mute.
    fn counts(&self, delivery: UpdateDelivery, now: Instant) -> bool {
        match delivery {
            UpdateDelivery::Polling => self.is_recent(now),
            UpdateDelivery::Webhook => self.is_hardly_older_than_one_asked_for(now),
        }
    }

    fn is_recent(&self, now: Instant) -> bool {
        now - self.asked_at <= CONFIRMED_FOR
    }

    /// Whether it has aged no longer since it came than it took to come.
    fn is_hardly_older_than_one_asked_for(&self, now: Instant) -> bool {
        self.is_recent(now) && now - self.came_at <= self.came_at - self.asked_at
    }
}

impl Remembered {
    fn status(&self, reason: RestrictReason, delivery: UpdateDelivery, now: Instant) -> Option<ChatMemberStatus> {
        let answered = self.answer.filter(|answer| answer.counts(delivery, now)).map(|answer| answer.status);
        let counts =
            |told: &Told| reason == RestrictReason::JoinedGroup && told.counts_until.is_some_and(|until| now <= until);
        answered.or_else(|| self.update.filter(counts).map(|told| told.status))
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use portcullis_domain::ports::{BotApiError, MockBotApi};

    use super::*;
    use crate::testing::{ADMIN, ANN, GROUP, NOW, ann_changes, clock, muted_until};

    const JOINED: RestrictReason = RestrictReason::JoinedGroup;
    const SPOKE: RestrictReason = RestrictReason::Spoke;
    const MEMBER: Option<ChatMemberStatus> = Some(ChatMemberStatus::Member);
    const A_MOMENT: Duration = Duration::from_millis(1);

    fn statuses(api: MockBotApi, delivery: UpdateDelivery) -> Arc<MemberStatuses> {
        Arc::new(MemberStatuses::new(Arc::new(api), delivery, clock()))
    }

    fn polled(api: MockBotApi) -> Arc<MemberStatuses> {
        statuses(api, UpdateDelivery::Polling)
    }

    /// Telegram that says so many times that Ann is a member.
    fn says_member(times: usize) -> MockBotApi {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().times(times).returning(|_, _| Ok(ChatMemberStatus::Member));
        api
    }

    /// Telegram that takes so long to say, once, that Ann is a member.
    fn says_member_after(took: Duration) -> MockBotApi {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().times(1).returning(move |_, _| {
            // The clock has gone on before it yields.
            let _yields = tokio::time::advance(took).now_or_never();
            Ok(ChatMemberStatus::Member)
        });
        api
    }

    fn joined() -> ChatMemberUpdated {
        ann_changes(ANN, ChatMemberStatus::Left, ChatMemberStatus::Member)
    }

    fn muted_by_admin() -> ChatMemberUpdated {
        ann_changes(ADMIN, ChatMemberStatus::Member, muted_until(None))
    }

    #[test]
    fn what_an_update_tells_serves_whoever_joins_once_and_nobody_who_has_spoken() {
        let statuses = polled(MockBotApi::new());
        statuses.note(UpdateId(1), &joined());
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        assert_eq!(statuses.take(GROUP, ANN, JOINED), MEMBER);
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None);
        statuses.note(UpdateId(1), &joined());
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None, "what comes again is no news");
    }

    #[test]
    fn what_an_update_tells_serves_nobody_where_another_instance_may_have_heard_of_a_newer_one() {
        let statuses = statuses(MockBotApi::new(), UpdateDelivery::Webhook);
        statuses.note(UpdateId(1), &joined());
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_serves_for_seconds_where_every_change_is_heard_of_and_elsewhere_as_long_again_as_it_took() {
        for (delivery, took, after, expected) in [
            (UpdateDelivery::Polling, 200, 2_800, MEMBER),
            (UpdateDelivery::Polling, 200, 2_801, None),
            (UpdateDelivery::Webhook, 200, 200, MEMBER),
            (UpdateDelivery::Webhook, 200, 201, None),
            (UpdateDelivery::Webhook, 2_000, 1_000, MEMBER),
            (UpdateDelivery::Webhook, 2_000, 1_001, None),
        ] {
            let statuses = statuses(says_member_after(Duration::from_millis(took)), delivery);
            statuses.ask_ahead(GROUP, ANN).await;
            tokio::time::advance(Duration::from_millis(after)).await;
            assert_eq!(statuses.take(GROUP, ANN, SPOKE), expected, "{delivery:?}, {took} ms, {after} ms later");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn for_an_unmute_an_answer_counts_as_long_again_as_it_took_however_updates_come() {
        for delivery in [UpdateDelivery::Polling, UpdateDelivery::Webhook] {
            for (took, after, expected) in
                [(200, 200, MEMBER), (200, 201, None), (2_000, 1_000, MEMBER), (2_000, 1_001, None)]
            {
                let statuses = statuses(says_member_after(Duration::from_millis(took)), delivery);
                let answer = statuses.ask(GROUP, ANN).await.unwrap();
                tokio::time::advance(Duration::from_millis(after)).await;
                let counting = statuses.still_counts(GROUP, ANN, answer);
                assert_eq!(counting, expected, "{delivery:?}, {took} ms, {after} ms later");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn for_an_unmute_an_answer_counts_for_nothing_once_an_update_has_told_something_else_since_it_was_asked() {
        for (update, expected) in [(muted_by_admin(), None), (joined(), MEMBER)] {
            let statuses = polled(says_member(2));
            let answer = statuses.ask(GROUP, ANN).await.unwrap();
            statuses.note(UpdateId(1), &update);
            assert_eq!(statuses.still_counts(GROUP, ANN, answer), expected);
            tokio::time::advance(A_MOMENT).await;
            let newer = statuses.ask(GROUP, ANN).await.unwrap();
            assert_eq!(statuses.still_counts(GROUP, ANN, newer), MEMBER, "it was asked after the update");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_for_an_unmute_or_for_an_event_that_is_over_serves_no_mute() {
        let statuses = polled(says_member(2));
        assert!(statuses.ask(GROUP, ANN).await.is_some());
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        statuses.ask_ahead(GROUP, ANN).await;
        statuses.forget(GROUP, ANN);
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        statuses.note(UpdateId(1), &joined());
        statuses.forget(GROUP, ANN);
        assert_eq!(statuses.take(GROUP, ANN, JOINED), MEMBER, "what an update tells was asked for nobody");
    }

    #[test]
    fn a_mute_needs_a_question_unless_somebody_joins_where_every_change_is_heard_of() {
        for (delivery, reason, expected) in [
            (UpdateDelivery::Polling, JOINED, false),
            (UpdateDelivery::Polling, SPOKE, true),
            (UpdateDelivery::Webhook, JOINED, true),
            (UpdateDelivery::Webhook, SPOKE, true),
        ] {
            assert_eq!(statuses(MockBotApi::new(), delivery).must_be_asked(reason), expected);
        }
    }

    #[test]
    fn an_older_update_that_comes_later_tells_nothing_be_the_newer_one_used_or_not() {
        for is_used in [false, true] {
            let statuses = polled(MockBotApi::new());
            statuses.note(UpdateId(2), &muted_by_admin());
            if is_used {
                assert_eq!(statuses.take(GROUP, ANN, JOINED), Some(muted_until(None)));
            }
            statuses.note(UpdateId(1), &joined());
            assert_eq!(statuses.take(GROUP, ANN, JOINED), (!is_used).then_some(muted_until(None)));
        }
    }

    #[tokio::test]
    async fn an_older_update_tells_nothing_either_where_an_answer_has_come_since_the_newer_one() {
        let statuses = polled(says_member(1));
        statuses.note(UpdateId(2), &muted_by_admin());
        tokio::time::pause();
        tokio::time::advance(A_MOMENT).await;
        statuses.ask_ahead(GROUP, ANN).await;
        statuses.note(UpdateId(1), &ann_changes(ADMIN, ChatMemberStatus::Member, ChatMemberStatus::Kicked));
        assert_eq!(statuses.take(GROUP, ANN, JOINED), MEMBER, "it was asked after the newer one");
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None);
    }

    #[tokio::test(start_paused = true)]
    async fn what_an_update_tells_counts_from_when_it_happened_and_not_from_when_it_came() {
        for (age, after, expected) in [(2, 1_000, MEMBER), (2, 1_001, None), (3, 0, None), (4, 0, None)] {
            let statuses = polled(MockBotApi::new());
            let date = NOW.before(Duration::from_secs(age));
            statuses.note(UpdateId(1), &ChatMemberUpdated { date, ..joined() });
            tokio::time::advance(Duration::from_millis(after)).await;
            assert_eq!(statuses.take(GROUP, ANN, JOINED), expected, "{age} s old, {after} ms later");
        }
    }

    #[tokio::test]
    async fn what_was_asked_ahead_serves_whoever_speaks_once_and_a_failure_nobody() {
        let mut api = says_member(1);
        api.expect_get_chat_member().times(2).returning(|_, _| Err(BotApiError::UserUnknown));
        let statuses = polled(api);
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), MEMBER);
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        assert!(statuses.ask(GROUP, ANN).await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_counts_for_nothing_once_an_update_has_told_something_else() {
        for delivery in [UpdateDelivery::Polling, UpdateDelivery::Webhook] {
            for comes_while_asked in [false, true] {
                for (update, expected) in [(muted_by_admin(), None), (joined(), MEMBER)] {
                    let told = Arc::new(std::sync::OnceLock::<Arc<MemberStatuses>>::new());
                    let (listener, heard) = (told.clone(), update.clone());
                    let mut api = MockBotApi::new();
                    api.expect_get_chat_member().once().returning(move |_, _| {
                        if comes_while_asked {
                            listener.get().unwrap().note(UpdateId(1), &heard);
                        }
                        Ok(ChatMemberStatus::Member)
                    });
                    let statuses = statuses(api, delivery);
                    assert!(told.set(statuses.clone()).is_ok());
                    statuses.ask_ahead(GROUP, ANN).await;
                    if !comes_while_asked {
                        statuses.note(UpdateId(1), &update);
                    }
                    assert_eq!(statuses.take(GROUP, ANN, SPOKE), expected);
                }
            }
        }
    }
}
