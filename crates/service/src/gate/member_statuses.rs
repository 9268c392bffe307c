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
/// Each is used once, so that whatever is tried again asks Telegram. What Telegram has answered counts for nothing once an
/// update tells something else, and what an update tells stands for an answer only where this process hears of every
/// change: elsewhere another instance may have been told of a newer one.
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
    /// By Telegram, asked, and not used yet.
    answer: Option<Answer>,
}

#[derive(Clone, Copy)]
struct Told {
    id: UpdateId,
    status: ChatMemberStatus,
    heard_at: Instant,
    /// Until when it stands for an answer; `None`: it does not, or no more.
    counts_until: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Answer {
    status: ChatMemberStatus,
    counts_until: Instant,
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

    /// Asks what a person is in the group, ahead of whoever will [`take`](Self::take) it. What fails is asked again then.
    pub(crate) async fn ask_ahead(&self, group: GroupId, user: UserId) {
        let asked_at = Instant::now();
        let Ok(status) = self.api.get_chat_member(group.into(), user).await else { return };
        let answered_at = Instant::now();
        let longest = asked_at + CONFIRMED_FOR;
        let counts_until = match self.delivery {
            UpdateDelivery::Polling => longest,
            // It must be hardly older than one that is asked for at the mute: that it has aged as long again as it took.
            UpdateDelivery::Webhook => longest.min(answered_at + (answered_at - asked_at)),
        };
        let answer = Answer { status, counts_until };
        self.people.entry((group, user)).and_compute_with(|remembered| {
            let Remembered { update, .. } = remembered.map(moka::Entry::into_value).unwrap_or_default();
            let is_contradicted = |told: &Told| told.heard_at >= asked_at && told.status != status;
            if update.as_ref().is_some_and(is_contradicted) {
                return Op::Nop;
            }
            // Whatever was told before it was asked is older.
            let update = update.map(|told| Told { counts_until: None, ..told });
            Op::Put(Remembered { update, answer: Some(answer) })
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
        self.take_if(group, user, |remembered, now| remembered.status(reason, now))
    }

    /// What Telegram has answered of a person, asked ahead of this, if that is known well enough for an un-mute, and only
    /// once.
    pub(super) fn take_answer(&self, group: GroupId, user: UserId) -> Option<ChatMemberStatus> {
        self.take_if(group, user, Remembered::answered)
    }

    fn take_if(
        &self,
        group: GroupId,
        user: UserId,
        status: impl FnOnce(&Remembered, Instant) -> Option<ChatMemberStatus>,
    ) -> Option<ChatMemberStatus> {
        let (now, mut taken) = (Instant::now(), None);
        self.people.entry((group, user)).and_compute_with(|remembered| {
            let remembered = remembered.map(moka::Entry::into_value).unwrap_or_default();
            taken = status(&remembered, now);
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
}

impl Remembered {
    fn answered(&self, now: Instant) -> Option<ChatMemberStatus> {
        self.answer.filter(|answer| now <= answer.counts_until).map(|answer| answer.status)
    }

    fn status(&self, reason: RestrictReason, now: Instant) -> Option<ChatMemberStatus> {
        let counts =
            |told: &Told| reason == RestrictReason::JoinedGroup && told.counts_until.is_some_and(|until| now <= until);
        self.answered(now).or_else(|| self.update.filter(counts).map(|told| told.status))
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(statuses.take_answer(GROUP, ANN), None);
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
        for (delivery, after, expected) in [
            (UpdateDelivery::Polling, CONFIRMED_FOR, MEMBER),
            (UpdateDelivery::Polling, CONFIRMED_FOR + A_MOMENT, None),
            // By a clock that stands still it took no time.
            (UpdateDelivery::Webhook, Duration::ZERO, MEMBER),
            (UpdateDelivery::Webhook, A_MOMENT, None),
        ] {
            let statuses = statuses(says_member(1), delivery);
            statuses.ask_ahead(GROUP, ANN).await;
            tokio::time::advance(after).await;
            assert_eq!(statuses.take(GROUP, ANN, SPOKE), expected, "{delivery:?} after {after:?}");
        }
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
    async fn what_was_asked_ahead_serves_everybody_once_and_a_failure_nobody() {
        let mut api = says_member(1);
        api.expect_get_chat_member().once().returning(|_, _| Err(BotApiError::UserUnknown));
        let statuses = polled(api);
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take_answer(GROUP, ANN), MEMBER);
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
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
