//! One attempt at one stored update, and what becomes of the update by its outcome.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use portcullis_domain::{
    event::{Event, Update},
    inbox::{InboxUpdate, NextAttempt, next_attempt},
    ports::{Clock, Inbox, UpdateDecoder},
};
use tracing::Instrument;

use super::{lanes::WaitingLanes, persist::persist};
use crate::{
    Gatekeeper, Setback,
    metrics::{ErrorKind, Metrics},
};

/// Attempts stored updates.
pub(super) struct Attempts {
    pub(super) gatekeeper: Arc<Gatekeeper>,
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) decoder: Arc<dyn UpdateDecoder>,
    pub(super) lanes: Arc<WaitingLanes>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Attempts {
    /// Attempts an update, and writes down what becomes of it.
    pub(super) async fn run(&self, stored: &InboxUpdate) {
        let outcome = self.attempt(stored).await;
        self.record_outcome(stored, outcome).await;
    }

    async fn attempt(&self, stored: &InboxUpdate) -> Result<(), Setback> {
        let update = match self.decoder.decode(&stored.update) {
            Ok(update) => update,
            Err(error) => {
                // It was decoded when it came: another version of the program must have stored it.
                self.metrics.count_undecodable();
                return Err(Setback::Fault(Box::new(error)));
            }
        };
        let span = span_of(&update);
        let work = AssertUnwindSafe(self.gatekeeper.handle(&update)).catch_unwind();
        match work.instrument(span).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Setback::Fault("a panic while carrying it out".into())),
        }
    }

    async fn record_outcome(&self, stored: &InboxUpdate, outcome: Result<(), Setback>) {
        let id = stored.update.id;
        let Err(setback) = outcome else {
            persist("an update that is done can't be removed yet", || self.inbox.remove(id)).await;
            return self.lanes.remove(stored.lane, id);
        };
        if let Setback::Migrated(migration) = setback {
            let (from, to) = (migration.from, migration.to);
            match self.gatekeeper.handle(&Update { id, event: Event::Migrated(migration) }).await {
                Ok(()) => tracing::info!(%from, %to, "a group has a new id"),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(%from, %to, error, "a group can't be moved to its new id yet");
                }
            }
        }
        if let Some(kind) = ErrorKind::of(&setback) {
            self.metrics.count_error(kind);
        }
        match next_attempt(stored, setback.as_failure(), self.clock.now()) {
            NextAttempt::At { not_before, attempts } => {
                tracing::info!(update_id = id.0, error = &setback as &dyn std::error::Error, "an update waits");
                persist("an update can't be put off yet", || self.inbox.defer(id, not_before, attempts)).await;
            }
            NextAttempt::Never => {
                self.metrics.count_error(ErrorKind::DeadLetter);
                tracing::error!(
                    update_id = id.0,
                    error = &setback as &dyn std::error::Error,
                    "an update is dead-lettered"
                );
                persist("an update can't be dead-lettered yet", || self.inbox.dead_letter(id, self.clock.now())).await;
                self.lanes.remove(stored.lane, id);
            }
        }
    }
}

fn span_of(update: &Update) -> tracing::Span {
    let event: &Event = &update.event;
    tracing::info_span!(
        "update",
        update_id = update.id.0,
        kind = event.kind(),
        chat_id = event.chat().map(|chat| chat.0),
        user_id = event.user().map(|user| user.0),
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        UpdateId,
        event::Lane,
        inbox::{NewInboxUpdate, RawUpdate},
        ports::{InMemoryInbox, MockUpdateDecoder, Undecodable},
    };

    use super::*;
    use crate::testing::{NOW, World, ann_says, clock};

    /// Update 1, stored.
    async fn inbox() -> Arc<InMemoryInbox> {
        let inbox = InMemoryInbox::default();
        let update = RawUpdate { id: UpdateId(1), json: String::new() };
        inbox.put(&[NewInboxUpdate { update, lane: Lane(7), received_at: NOW }]).await.unwrap();
        Arc::new(inbox)
    }

    fn stored(attempts: u32) -> InboxUpdate {
        let update = RawUpdate { id: UpdateId(1), json: String::new() };
        InboxUpdate { update, lane: Lane(7), received_at: NOW, attempts }
    }

    fn attempts(inbox: Arc<InMemoryInbox>, decoder: MockUpdateDecoder, world: World) -> Attempts {
        Attempts {
            gatekeeper: world.gatekeeper(),
            inbox,
            decoder: Arc::new(decoder),
            lanes: Arc::default(),
            metrics: Arc::new(Metrics::new()),
            clock: clock(),
        }
    }

    /// Attempts at an update that never decodes: a fault of its own.
    fn failing(inbox: Arc<InMemoryInbox>) -> Attempts {
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_decode().returning(|_| Err(Undecodable { reason: "strange".to_owned() }));
        attempts(inbox, decoder, World::empty())
    }

    #[tokio::test]
    async fn an_update_that_fails_for_its_own_reason_waits_longer_each_time_and_is_dead_lettered_in_the_end() {
        let inbox = inbox().await;
        let failing = failing(inbox.clone());
        let mut waits = Vec::new();
        for attempt in 0..6 {
            failing.run(&stored(attempt)).await;
            let row = |row: &mut portcullis_domain::ports::InboxRow| {
                (row.not_before.since(NOW).as_secs(), row.dead_at.is_some())
            };
            waits.push(inbox.with(UpdateId(1), row).unwrap());
        }
        let (last, before) = waits.split_last().unwrap();
        assert_eq!(before, [(1, false), (2, false), (4, false), (8, false), (16, false)]);
        assert!(last.1);
    }

    #[tokio::test]
    async fn a_flood_wait_costs_no_attempt() {
        let inbox = inbox().await;
        let failing = failing(inbox.clone());
        failing.record_outcome(&stored(0), Err(Setback::FloodWait(Duration::from_secs(30)))).await;
        let (not_before, failed) = inbox.with(UpdateId(1), |row| (row.not_before, row.update.attempts)).unwrap();
        assert_eq!(not_before.since(NOW), Duration::from_secs(30));
        assert_eq!(failed, 0);
    }

    #[tokio::test]
    async fn a_panic_while_carrying_out_is_a_fault_of_that_update_alone() {
        let mut world = World::empty();
        world.groups.expect_find().returning(|_| panic!("a bug"));
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_decode().returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("hi")) }));
        let attempts = attempts(inbox().await, decoder, world);
        assert!(matches!(attempts.attempt(&stored(0)).await, Err(Setback::Fault(_))));
    }
}
