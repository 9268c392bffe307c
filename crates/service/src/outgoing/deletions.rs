//! Messages that are removed after a while: written down first, so that a restart forgets none.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use portcullis_domain::{
    ChatId, MessageId, Timestamp,
    message::SendPriority,
    ports::{BotApi, BotApiError, Clock, Deletion, DeletionSchedule, GroupRepository, StoreError},
};
use portcullis_messages::Texts;
use tokio_util::sync::CancellationToken;

use crate::wakeup::{RETRY_DELAY, Wakeup};

/// How long a deletion waits that Telegram does not answer, and everything that is due while it answers none.
const UNANSWERED_DELAY: Duration = Duration::from_secs(5);

/// How long an edit may wait for room in its chat.
const ROOM_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an edit is put off for which a chat has no room.
const NO_ROOM_DELAY: Duration = Duration::from_mins(1);

/// How many messages are removed in one go.
const BATCH: u64 = 50;

/// How many of them at once.
const AT_ONCE: usize = 8;

/// How long no other process takes what this one has claimed: longer than a batch takes, unless Telegram hangs.
const CLAIM: Duration = Duration::from_mins(2);

/// Removes scheduled messages when their time has come.
pub(crate) struct Deletions {
    api: Arc<dyn BotApi>,
    schedule: Arc<dyn DeletionSchedule>,
    groups: Arc<dyn GroupRepository>,
    texts: Texts,
    clock: Arc<dyn Clock>,
    wakeup: Wakeup,
}

/// What became of messages that were due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Batch {
    claimed: usize,
    /// How many of them are off the schedule now.
    removed: usize,
}

impl Deletions {
    pub(crate) fn new(
        api: Arc<dyn BotApi>,
        schedule: Arc<dyn DeletionSchedule>,
        groups: Arc<dyn GroupRepository>,
        texts: Texts,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { api, schedule, groups, texts, clock, wakeup: Wakeup::default() }
    }

    /// Writes down that a message is to go at `due`.
    pub(crate) async fn schedule(&self, chat: ChatId, message: MessageId, due: Timestamp) -> Result<(), StoreError> {
        self.schedule.put(Deletion { chat, message, due }).await?;
        self.wakeup.wake_at(due);
        Ok(())
    }

    /// Has a message that is on the schedule go at `due` instead; one that is not on it stays.
    pub(crate) async fn postpone(&self, chat: ChatId, message: MessageId, due: Timestamp) -> Result<(), StoreError> {
        self.schedule.defer(Deletion { chat, message, due }).await
    }

    /// Looks at the schedule now: something was put on it with what gave it a reason.
    pub(crate) fn wake(&self) {
        self.wakeup.wake();
    }

    /// Removes what is due, as it becomes due, until `stop`.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        while let Some(removed) = stop.run_until_cancelled(self.remove_all_due()).await {
            let next = removed.unwrap_or_else(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "no message can be removed now");
                Some(self.clock.now().after(RETRY_DELAY))
            });
            stop.run_until_cancelled(self.wakeup.wait(&*self.clock, next)).await;
        }
    }

    /// When the schedule is to be looked at again.
    async fn remove_all_due(&self) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let next = self.schedule.next_due().await?;
            if next.is_none_or(|due| due > self.clock.now()) {
                return Ok(next);
            }
            match self.remove_due().await? {
                Batch { claimed: 0, .. } => return Ok(next),
                Batch { removed: 0, .. } => return Ok(Some(self.clock.now().after(UNANSWERED_DELAY))),
                Batch { .. } => {}
            }
        }
    }

    async fn remove_due(&self) -> Result<Batch, StoreError> {
        let now = self.clock.now();
        let due = self.schedule.claim_due(now, now.after(CLAIM), BATCH).await?;
        let claimed = due.len();
        // At once, so that a chat in which a call hangs holds up no other; and all, since nobody else takes what is claimed.
        let removed: Vec<Result<usize, StoreError>> =
            stream::iter(due).map(|deletion| self.remove(deletion)).buffer_unordered(AT_ONCE).collect().await;
        Ok(Batch { claimed, removed: removed.into_iter().sum::<Result<_, _>>()? })
    }

    /// 1 if the message is off the schedule now, 0 if it must wait.
    async fn remove(&self, claimed: Deletion) -> Result<usize, StoreError> {
        if self.clock.now() >= claimed.due {
            // Those before it hung for so long that the claim has ended: another process may have it now.
            return Ok(0);
        }
        let wait = match self.api.delete_message(claimed.chat, claimed.message).await {
            Err(BotApiError::RetryAfter(wait)) => wait,
            Err(BotApiError::NoAnswer(_)) => UNANSWERED_DELAY,
            Err(BotApiError::Undeletable) => match self.empty(claimed).await {
                Some(wait) => wait,
                None => return self.take_off(claimed).await,
            },
            // Gone, or refused for good: either way nothing more can be done about it.
            Ok(()) | Err(_) => return self.take_off(claimed).await,
        };
        self.schedule.defer(Deletion { due: self.clock.now().after(wait), ..claimed }).await?;
        Ok(0)
    }

    async fn take_off(&self, deletion: Deletion) -> Result<usize, StoreError> {
        self.schedule.remove(deletion.chat, deletion.message).await?;
        Ok(1)
    }

    /// Leaves a line without buttons of a message that can be deleted no more: older than 48 hours, a message of the bot's
    /// own can still be edited, and nobody is to press what serves nobody. How long to wait before the next try; `None`:
    /// done, or refused for good.
    async fn empty(&self, deletion: Deletion) -> Option<Duration> {
        let group = self.groups.find(deletion.chat.into()).await.ok().flatten();
        let text = self.texts.outdated_message(self.texts.language_for(group.as_deref(), None));
        let edit = self.api.edit_message(deletion.chat, deletion.message, &text, SendPriority::Sweep);
        match tokio::time::timeout(ROOM_TIMEOUT, edit).await {
            // No room for it in that chat: the others' messages must not wait for it.
            Err(_) => Some(NO_ROOM_DELAY),
            Ok(Err(BotApiError::RetryAfter(wait))) => Some(wait),
            Ok(Err(BotApiError::NoAnswer(_))) => Some(UNANSWERED_DELAY),
            Ok(Ok(()) | Err(_)) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        message::OutgoingMessage,
        ports::{MockBotApi, MockDeletionSchedule},
    };

    use super::*;
    use crate::testing::{NOW, deletions, running_clock};

    const CHAT: ChatId = ChatId(-1);
    const MESSAGE: MessageId = MessageId(8);

    /// What becomes of the one message on the schedule when Telegram answers like this; and how many are off it.
    async fn remove_due(answer: Result<(), BotApiError>, schedule: MockDeletionSchedule) -> usize {
        remove_with(MockBotApi::new(), answer, schedule).await
    }

    async fn remove_with(
        mut api: MockBotApi,
        answer: Result<(), BotApiError>,
        mut schedule: MockDeletionSchedule,
    ) -> usize {
        let answer = std::sync::Mutex::new(Some(answer));
        api.expect_delete_message().times(1).returning(move |_, _| answer.lock().unwrap().take().unwrap());
        schedule
            .expect_claim_due()
            .times(1)
            .withf(|now, until, _| (*now, *until) == (NOW, NOW.after(CLAIM)))
            .returning(|_, until, _| Ok(vec![Deletion { chat: CHAT, message: MESSAGE, due: until }]));
        deletions(api, schedule).remove_due().await.unwrap().removed
    }

    #[tokio::test]
    async fn all_that_are_claimed_are_removed_though_the_first_cannot_be_noted() {
        let mut api = MockBotApi::new();
        api.expect_delete_message().times(20).returning(|_, _| Ok(()));
        let mut schedule = MockDeletionSchedule::new();
        schedule.expect_claim_due().times(1).returning(|_, until, _| {
            let claimed = |id| Deletion { chat: CHAT, message: MessageId(id), due: until };
            Ok((1..=20).map(claimed).collect())
        });
        schedule.expect_remove().times(20).returning(|_, message| {
            if message == MessageId(1) { Err(StoreError::Unavailable("away".into())) } else { Ok(()) }
        });
        assert!(deletions(api, schedule).remove_due().await.is_err());
    }

    /// It is put off by one statement: between a delete and an insert a crash would lose it.
    fn expecting_due_after(wait: Duration) -> MockDeletionSchedule {
        let mut schedule = MockDeletionSchedule::new();
        let deferred = Deletion { chat: CHAT, message: MESSAGE, due: NOW.after(wait) };
        schedule.expect_defer().times(1).withf(move |deletion| *deletion == deferred).returning(|_| Ok(()));
        schedule
    }

    fn expecting_removal() -> MockDeletionSchedule {
        let mut schedule = MockDeletionSchedule::new();
        schedule
            .expect_remove()
            .times(1)
            .withf(|chat, message| (*chat, *message) == (CHAT, MESSAGE))
            .returning(|_, _| Ok(()));
        schedule
    }

    #[tokio::test]
    async fn what_is_deleted_or_refused_for_good_comes_off_the_schedule() {
        for answer in [Ok(()), Err(BotApiError::ChatUnavailable("gone".to_owned()))] {
            assert_eq!(remove_due(answer, expecting_removal()).await, 1);
        }
    }

    /// What becomes of a message that is too old to be deleted when Telegram answers an edit like this.
    async fn empty(answer: Result<(), BotApiError>, schedule: MockDeletionSchedule) -> usize {
        let mut api = MockBotApi::new();
        let answer = std::sync::Mutex::new(Some(answer));
        let is_bare = |text: &OutgoingMessage| text.keyboard.0.is_empty();
        api.expect_edit_message()
            .times(1)
            .withf(move |chat, message, text, _| (*chat, *message) == (CHAT, MESSAGE) && is_bare(text))
            .returning(move |_, _, _, _| answer.lock().unwrap().take().unwrap());
        remove_with(api, Err(BotApiError::Undeletable), schedule).await
    }

    #[tokio::test]
    async fn what_can_be_deleted_no_more_loses_its_buttons() {
        let foreign = BotApiError::Refused { code: 400, description: "message can't be edited".to_owned() };
        for answer in [Ok(()), Err(foreign)] {
            assert_eq!(empty(answer, expecting_removal()).await, 1);
        }
        let wait = Duration::from_secs(30);
        assert_eq!(empty(Err(BotApiError::RetryAfter(wait)), expecting_due_after(wait)).await, 0);
    }

    #[tokio::test]
    async fn a_flood_wait_puts_the_deletion_off_for_as_long_as_telegram_says() {
        let wait = Duration::from_secs(30);
        assert_eq!(remove_due(Err(BotApiError::RetryAfter(wait)), expecting_due_after(wait)).await, 0);
    }

    #[tokio::test]
    async fn a_deletion_that_telegram_does_not_answer_is_tried_again_soon() {
        let away = Err(BotApiError::NoAnswer("away".into()));
        assert_eq!(remove_due(away, expecting_due_after(UNANSWERED_DELAY)).await, 0);
    }

    #[tokio::test]
    async fn what_another_process_may_have_by_now_is_left_to_it() {
        let mut schedule = MockDeletionSchedule::new();
        let ended = Deletion { chat: CHAT, message: MESSAGE, due: NOW };
        schedule.expect_claim_due().times(1).returning(move |_, _, _| Ok(vec![ended]));
        let deletions = deletions(MockBotApi::new(), schedule);
        assert_eq!(deletions.remove_due().await.unwrap(), Batch { claimed: 1, removed: 0 });
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_is_away_ends_nothing_and_is_asked_again() {
        let mut schedule = MockDeletionSchedule::new();
        schedule.expect_next_due().times(1).returning(|| Err(StoreError::Unavailable("away".into())));
        schedule.expect_next_due().times(1..).returning(|| Ok(None));
        run_for(2 * RETRY_DELAY, &deletions(MockBotApi::new(), schedule)).await;
    }

    async fn run_for(time: Duration, deletions: &Deletions) {
        let stop = CancellationToken::new();
        let stopping = async {
            tokio::time::sleep(time).await;
            stop.cancel();
        };
        tokio::join!(deletions.run(stop.clone()), stopping);
    }

    #[tokio::test(start_paused = true)]
    async fn while_nothing_is_scheduled_the_schedule_is_looked_at_about_once_a_minute() {
        let mut schedule = MockDeletionSchedule::new();
        schedule.expect_next_due().times(60..=80).returning(|| Ok(None));
        run_for(Duration::from_hours(1), &deletions(MockBotApi::new(), schedule)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_scheduled_is_removed_when_it_is_due() {
        let (mut api, mut schedule) = (MockBotApi::new(), MockDeletionSchedule::new());
        let (clock, begun) = (running_clock(), tokio::time::Instant::now());
        let (due, scheduled) = (NOW.after(Duration::from_secs(9)), Arc::new(std::sync::Mutex::new(None)));
        let (put, next, claimed) = (scheduled.clone(), scheduled.clone(), scheduled);
        schedule.expect_put().returning(move |deletion: Deletion| {
            *put.lock().unwrap() = Some(deletion);
            Ok(())
        });
        schedule.expect_next_due().returning(move || Ok(next.lock().unwrap().map(|deletion| deletion.due)));
        schedule.expect_claim_due().times(1).returning(move |_, until, _| {
            let claimed = claimed.lock().unwrap().take();
            Ok(claimed.map(|deletion| Deletion { due: until, ..deletion }).into_iter().collect())
        });
        schedule.expect_remove().times(1).returning(|_, _| Ok(()));
        api.expect_delete_message().times(1).returning(move |_, _| {
            assert_eq!(begun.elapsed(), Duration::from_secs(9));
            Ok(())
        });
        let deletions = Deletions { clock, ..deletions(api, schedule) };
        let scheduling = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            deletions.schedule(CHAT, MESSAGE, due).await.unwrap();
        };
        tokio::join!(run_for(Duration::from_secs(30), &deletions), scheduling);
    }
}
