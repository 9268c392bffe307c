//! What people are in groups, as an update or a call has told within the last seconds.

use std::{sync::Arc, time::Instant};

use moka::ops::compute::Op;
use portcullis_domain::{
    GroupId, UpdateId, UserId,
    chat_member::ChatMemberStatus,
    event::ChatMemberUpdated,
    ports::{BotApi, CONFIRMED_FOR, Clock},
    restriction::RestrictReason,
};

/// How many people's statuses are remembered: some 200 bytes each.
const REMEMBERED: u64 = 50_000;

/// What people are in groups, where it need not be asked once more before a mute.
///
/// Each is used once, so that whatever is tried again asks Telegram.
pub(crate) struct MemberStatuses {
    api: Arc<dyn BotApi>,
    clock: Arc<dyn Clock>,
    recent: moka::sync::Cache<(GroupId, UserId), Recent>,
}

#[derive(Clone, Copy)]
struct Recent {
    status: ChatMemberStatus,
    since: Instant,
    source: Source,
    is_used: bool,
}

/// Who told it.
#[derive(Clone, Copy)]
enum Source {
    /// Telegram, unasked. An update that came before another may be older than that.
    Update(UpdateId),
    /// Telegram, asked at that moment.
    Call,
}

impl MemberStatuses {
    pub(crate) fn new(api: Arc<dyn BotApi>, clock: Arc<dyn Clock>) -> Self {
        let builder = moka::sync::Cache::builder().max_capacity(REMEMBERED).time_to_live(CONFIRMED_FOR);
        Self { api, clock, recent: builder.build() }
    }

    /// Takes note of a change as it comes in, whatever it has to wait for: from then on nothing older counts.
    pub(crate) fn note(&self, update: UpdateId, change: &ChatMemberUpdated) {
        let told = Recent {
            status: change.new,
            since: Instant::now(),
            source: Source::Update(update),
            // One that has waited tells what was.
            is_used: self.clock.now() > change.date.after(CONFIRMED_FOR),
        };
        self.recent.entry((change.chat.id.into(), change.person.id)).and_compute_with(|recent| {
            match recent.map(|recent| recent.into_value().source) {
                Some(Source::Update(newer)) if newer > update => Op::Nop,
                _ => Op::Put(told),
            }
        });
    }

    /// Asks what a person is in the group, ahead of whoever will [`take`](Self::take) it. What fails is asked again then.
    pub(super) async fn ask_ahead(&self, group: GroupId, user: UserId) {
        let since = Instant::now();
        let Ok(status) = self.api.get_chat_member(group.into(), user).await else { return };
        let answer = Recent { status, since, source: Source::Call, is_used: false };
        self.recent.entry((group, user)).and_compute_with(|recent| match recent {
            // It has changed while Telegram was asked, and nobody can tell which of the two is newer.
            Some(recent) if recent.value().since >= since => Op::Nop,
            _ => Op::Put(answer),
        });
    }

    /// What a person is in the group, if that is known well enough for a mute because of `reason`, and only once.
    ///
    /// Somebody who has spoken may have been promoted before, and be told of later: only what was asked since they spoke
    /// counts. Whoever joins is what the update says of it, until another one comes.
    pub(super) fn take(&self, group: GroupId, user: UserId, reason: RestrictReason) -> Option<ChatMemberStatus> {
        let mut taken = None;
        self.recent.entry((group, user)).and_compute_with(|recent| {
            let recent = recent.map(moka::Entry::into_value);
            let is_good = |recent: &Recent| {
                let is_for_reason = match recent.source {
                    Source::Update(_) => reason == RestrictReason::JoinedGroup,
                    Source::Call => true,
                };
                is_for_reason && !recent.is_used && recent.since.elapsed() <= CONFIRMED_FOR
            };
            match recent.filter(is_good) {
                Some(recent) => {
                    taken = Some(recent.status);
                    // Kept, so that an older update that comes later is known as such.
                    Op::Put(Recent { is_used: true, ..recent })
                }
                None => Op::Nop,
            }
        });
        taken
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::{BotApiError, MockBotApi};

    use super::*;
    use crate::testing::{ADMIN, ANN, GROUP, NOW, ann_changes, clock, muted_until};

    const JOINED: RestrictReason = RestrictReason::JoinedGroup;
    const SPOKE: RestrictReason = RestrictReason::Spoke;

    fn statuses(api: MockBotApi) -> Arc<MemberStatuses> {
        Arc::new(MemberStatuses::new(Arc::new(api), clock()))
    }

    fn joined() -> ChatMemberUpdated {
        ann_changes(ANN, ChatMemberStatus::Left, ChatMemberStatus::Member)
    }

    fn muted_by_admin() -> ChatMemberUpdated {
        ann_changes(ADMIN, ChatMemberStatus::Member, muted_until(None))
    }

    #[test]
    fn what_an_update_tells_serves_whoever_joins_once_and_nobody_who_has_spoken() {
        let statuses = statuses(MockBotApi::new());
        statuses.note(UpdateId(1), &joined());
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        assert_eq!(statuses.take(GROUP, ANN, JOINED), Some(ChatMemberStatus::Member));
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None);
    }

    #[test]
    fn an_older_update_that_comes_later_tells_nothing_be_the_newer_one_used_or_not() {
        for is_used in [false, true] {
            let statuses = statuses(MockBotApi::new());
            statuses.note(UpdateId(2), &muted_by_admin());
            if is_used {
                assert_eq!(statuses.take(GROUP, ANN, JOINED), Some(muted_until(None)));
            }
            statuses.note(UpdateId(1), &joined());
            assert_eq!(statuses.take(GROUP, ANN, JOINED), (!is_used).then_some(muted_until(None)));
        }
    }

    #[test]
    fn an_update_that_has_waited_tells_nothing() {
        let statuses = statuses(MockBotApi::new());
        let date = NOW.before(CONFIRMED_FOR + std::time::Duration::from_secs(1));
        statuses.note(UpdateId(1), &ChatMemberUpdated { date, ..joined() });
        assert_eq!(statuses.take(GROUP, ANN, JOINED), None);
    }

    #[tokio::test]
    async fn what_was_asked_ahead_serves_everybody_once_and_a_failure_nobody() {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().once().returning(|_, _| Ok(ChatMemberStatus::Member));
        api.expect_get_chat_member().once().returning(|_, _| Err(BotApiError::UserUnknown));
        let statuses = statuses(api);
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), Some(ChatMemberStatus::Member));
        statuses.ask_ahead(GROUP, ANN).await;
        assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
    }

    #[tokio::test]
    async fn an_answer_counts_for_nothing_once_an_update_has_come() {
        for comes_while_asked in [false, true] {
            let told = Arc::new(std::sync::OnceLock::<Arc<MemberStatuses>>::new());
            let hears = told.clone();
            let mut api = MockBotApi::new();
            api.expect_get_chat_member().once().returning(move |_, _| {
                if comes_while_asked {
                    hears.get().unwrap().note(UpdateId(1), &muted_by_admin());
                }
                Ok(ChatMemberStatus::Member)
            });
            let statuses = statuses(api);
            assert!(told.set(statuses.clone()).is_ok());
            statuses.ask_ahead(GROUP, ANN).await;
            if !comes_while_asked {
                statuses.note(UpdateId(1), &muted_by_admin());
            }
            assert_eq!(statuses.take(GROUP, ANN, SPOKE), None);
        }
    }
}
