//! The bot looks for itself at what it knows of groups and channels: at the start at whatever was not looked at for long,
//! at once where calls fail in a way that says so, every few minutes at what is broken, and at every chat once a day.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    Timestamp,
    look::{Look, LookTarget, SECOND_LOOK_AFTER, STALE_AFTER, next_daily_look, next_retry},
    ports::{Clock, LookSchedule, NextLook, StoreError},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    gate::{ChatLooks, GroupMigration, LookOutcome},
    outgoing::Suspicions,
    wakeup::RETRY_DELAY,
};

/// The time between two chats: after a long absence thousands may be due, and live calls come first.
const PACE: Duration = Duration::from_millis(200);

/// How many groups and channels are held at a time: what fails meanwhile must not wait behind many.
const PAGE: u64 = 1;

/// Refreshes what the bot knows.
pub(crate) struct RefreshWorker {
    pub(crate) schedule: Arc<dyn LookSchedule>,
    pub(crate) looks: Arc<ChatLooks>,
    pub(crate) suspicions: Arc<Suspicions>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl RefreshWorker {
    /// Looks at chats as they become due, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        let mut has_begun = false;
        while !stop.is_cancelled() {
            let next = self.run_once(&mut has_begun, stop).await.unwrap_or_else(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "chats can't be looked at now");
                Some(self.clock.now().after(RETRY_DELAY))
            });
            stop.run_until_cancelled(self.suspicions.wait(&*self.clock, next)).await;
        }
    }

    async fn run_once(&self, has_begun: &mut bool, stop: &CancellationToken) -> Result<Option<Timestamp>, StoreError> {
        if !*has_begun {
            let now = self.clock.now();
            self.schedule.hasten_stale(now.before(STALE_AFTER), now).await?;
            *has_begun = true;
        }
        self.look_at_due(stop).await
    }

    /// Looks at everything that is due; when the next chat is.
    async fn look_at_due(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let mut suspicions = self.suspicions.take().into_iter();
            while let Some((chat, due)) = suspicions.next() {
                if let Err(error) = self.schedule.hasten(chat, due).await {
                    self.suspicions.put_back(std::iter::once((chat, due)).chain(suspicions));
                    return Err(error);
                }
            }
            let (now, next) = (self.clock.now(), self.schedule.next_due().await?);
            if stop.is_cancelled() || next.is_none_or(|due| due > now) {
                return Ok(next);
            }
            let due = self.schedule.claim(now, PAGE).await?;
            if due.is_empty() {
                return Ok(next);
            }
            let mut looked = Ok(());
            for look in due {
                // Each was claimed, and nobody else looks while that holds.
                looked = self.look(&look).await.and(looked);
                stop.run_until_cancelled(tokio::time::sleep(PACE)).await;
            }
            looked?;
        }
    }

    async fn look(&self, look: &Look) -> Result<(), StoreError> {
        let found = match look.target {
            LookTarget::Group(group) => self.looks.look_at_group(group, look.misses).await,
            LookTarget::Channel(channel) => self.looks.look_at_channel(channel, look.misses).await,
        };
        let now = self.clock.now();
        let next = match found {
            Ok(outcome) => after(look, outcome, now),
            // Its rows have another id now, and are due under that.
            Err(Setback::Migrated(migration)) => return self.migration.run(migration).await,
            Err(setback) => {
                let (chat, error) = (look.target.chat(), &setback as &dyn std::error::Error);
                tracing::info!(chat_id = chat.0, error, "a look at a chat waits");
                NextLook { due: now.after(retry_delay(&setback)), misses: look.misses }
            }
        };
        self.schedule.finish(look, now, next).await
    }
}

/// When a chat is looked at again in which this was found.
fn after(look: &Look, outcome: LookOutcome, now: Timestamp) -> NextLook {
    let misses = look.misses.saturating_add(1);
    match outcome {
        LookOutcome::Able => NextLook { due: next_daily_look(look.target.chat(), now), misses: 0 },
        LookOutcome::Unable => NextLook { due: next_retry(misses, now), misses },
        LookOutcome::Doubtful => NextLook { due: now.after(SECOND_LOOK_AFTER), misses },
    }
}

/// How long a look waits that came to nothing.
const fn retry_delay(setback: &Setback) -> Duration {
    match setback {
        Setback::FloodWait(wait) => *wait,
        // Asked again at once it would be answered the same.
        Setback::Fault(_) => STALE_AFTER,
        _ => SECOND_LOOK_AFTER,
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        ChatId,
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        ports::{BotApiError, ChatProfile, MockLookSchedule},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{CHANNEL, GROUP, NOW, World, chat, clock, group},
    };

    const LOOK: Look = Look { target: LookTarget::Group(GROUP), misses: 0, lease: NOW };

    /// A schedule on which this one chat is due.
    fn due(look: Look) -> MockLookSchedule {
        let mut schedule = MockLookSchedule::new();
        schedule.expect_next_due().times(1).returning(|| Ok(Some(NOW)));
        schedule.expect_next_due().returning(|| Ok(None));
        schedule.expect_claim().times(1).returning(move |_, _| Ok(vec![look]));
        schedule
    }

    fn expect_finish(schedule: &mut MockLookSchedule, look: Look, due: Timestamp, misses: u32) {
        let next = NextLook { due, misses };
        schedule
            .expect_finish()
            .times(1)
            .withf(move |finished, now, then| *finished == look && *now == NOW && *then == next)
            .returning(|_, _, _| Ok(()));
    }

    fn worker(world: World, schedule: MockLookSchedule) -> RefreshWorker {
        let shared = Parts::new(&world.ports());
        let (looks, migration) = (shared.looks, shared.migration);
        RefreshWorker { schedule: Arc::new(schedule), looks, suspicions: Arc::default(), migration, clock: clock() }
    }

    async fn look_at_due(world: World, schedule: MockLookSchedule) {
        worker(world, schedule).look_at_due(&CancellationToken::new()).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_that_is_as_it_should_be_is_looked_at_again_at_its_time_of_the_day() {
        let mut world = World::with(group());
        let rights = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        world.api.expect_get_chat_member().returning(move |_, _| Ok(rights));
        world.api.expect_get_chat().returning(|_| Ok(ChatProfile { chat: chat(), linked_chat: None }));
        world.groups.expect_note_can_enforce().returning(|_| Ok(false));
        let mut schedule = due(LOOK);
        expect_finish(&mut schedule, LOOK, next_daily_look(GROUP.into(), NOW), 0);
        look_at_due(world, schedule).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_broken_one_is_looked_at_again_after_longer_each_time() {
        let look = Look { misses: 3, ..LOOK };
        let mut world = World::with(group());
        world.api.expect_get_chat_member().returning(|_, _| Ok(ChatMemberStatus::Kicked));
        world.groups.expect_note_removed().returning(|_| Ok(0));
        let mut schedule = due(look);
        expect_finish(&mut schedule, look, NOW.after(Duration::from_mins(16)), 4);
        look_at_due(world, schedule).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_doubtful_one_is_looked_at_again_soon_and_one_that_must_wait_when_it_may() {
        let flood = Duration::from_mins(5);
        for (error, wait, misses) in [
            (BotApiError::ChatUnavailable("chat not found".to_owned()), SECOND_LOOK_AFTER, 1),
            (BotApiError::RetryAfter(flood), flood, 0),
            (BotApiError::NoAnswer("away".into()), SECOND_LOOK_AFTER, 0),
        ] {
            let mut world = World::with(group());
            world.api.expect_get_chat_member().times(1).return_once(move |_, _| Err(error));
            let mut schedule = due(LOOK);
            expect_finish(&mut schedule, LOOK, NOW.after(wait), misses);
            look_at_due(world, schedule).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_claimed_beside_one_whose_look_cannot_be_noted_is_looked_at_too() {
        let mut world = World::with(group());
        let look = Look { misses: 1, ..LOOK };
        world.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
        let mut schedule = MockLookSchedule::new();
        schedule.expect_next_due().returning(|| Ok(Some(NOW)));
        schedule.expect_claim().times(1).returning(move |_, _| Ok(vec![LOOK, look]));
        let away = |_: &Look, _, _| Err(StoreError::Unavailable("away".into()));
        schedule.expect_finish().times(1).withf(|look, _, _| *look == LOOK).returning(away);
        schedule.expect_finish().times(1).withf(move |finished, _, _| *finished == look).returning(|_, _, _| Ok(()));
        assert!(worker(world, schedule).look_at_due(&CancellationToken::new()).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_fail_hasten_a_look() {
        let mut schedule = MockLookSchedule::new();
        schedule
            .expect_hasten()
            .times(1)
            .withf(|chat, due| (*chat, *due) == (ChatId::from(CHANNEL), NOW))
            .returning(|_, _| Ok(()));
        schedule.expect_next_due().returning(|| Ok(None));
        let worker = worker(World::empty(), schedule);
        worker.suspicions.note_wrong(CHANNEL.into(), NOW);
        worker.look_at_due(&CancellationToken::new()).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_has_looked_at_for_an_hour_is_hastened_at_the_start_and_then_it_is_looked_once_a_minute() {
        let mut schedule = MockLookSchedule::new();
        let an_hour_ago = NOW.before(Duration::from_hours(1));
        schedule
            .expect_hasten_stale()
            .times(1)
            .withf(move |since, now| (*since, *now) == (an_hour_ago, NOW))
            .returning(|_, _| Ok(()));
        schedule.expect_next_due().times(60..=80).returning(|| Ok(None));
        let (worker, stop) = (worker(World::empty(), schedule), CancellationToken::new());
        tokio::join!(worker.run(&stop), async {
            tokio::time::sleep(Duration::from_hours(1)).await;
            stop.cancel();
        });
    }
}
