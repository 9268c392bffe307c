//! One attempt at one stored update, and what becomes of the update by its outcome.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use portcullis_domain::{
    Timestamp,
    event::{Event, Lane},
    inbox::{NextAttempt, next_attempt},
    lease::Holder,
    ports::{Clock, Inbox},
};

use super::{lanes::QueuedUpdate, persist::persist};
use crate::{
    Gatekeeper, Setback,
    metrics::{ErrorKind, Metrics},
};

/// Attempts updates that are stored.
pub(super) struct Attempts {
    gatekeeper: Arc<Gatekeeper>,
    inbox: Arc<dyn Inbox>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
}

/// What becomes of an update after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is carried out.
    Done,
    /// It is a dead letter: its row stays.
    DeadLettered,
    /// It waits, and its lane with it.
    Deferred {
        /// The earliest moment of its next attempt.
        not_before: Timestamp,
        /// How many attempts have failed because of the update itself.
        attempts: u32,
    },
}

impl Attempts {
    pub(super) fn new(gatekeeper: Arc<Gatekeeper>) -> Self {
        let (inbox, metrics, clock) = (gatekeeper.inbox.clone(), gatekeeper.metrics.clone(), gatekeeper.clock.clone());
        Self { gatekeeper, inbox, metrics, clock }
    }

    /// Attempts an update.
    pub(super) async fn run(&self, update: &QueuedUpdate) -> Outcome {
        let _in_flight = self.metrics.track_in_flight();
        match self.attempt(update).await {
            Ok(()) => Outcome::Done,
            Err(setback) => self.outcome_of(update, setback).await,
        }
    }

    /// Gives an update back until its next attempt, and its lane with it.
    pub(super) async fn defer(
        &self,
        update: &QueuedUpdate,
        lane: Lane,
        holder: &Holder,
        not_before: Timestamp,
        attempts: u32,
    ) {
        let defer = || self.inbox.defer(update.id, lane, holder, not_before, attempts);
        persist("put an update off", defer).await;
    }

    async fn attempt(&self, update: &QueuedUpdate) -> Result<(), Setback> {
        let event = match &update.event {
            Ok(event) => event,
            Err(error) => {
                // It was decoded when it came: another version of the program must have stored it.
                self.metrics.count_undecodable();
                return Err(Setback::Fault(Box::new(error.clone())));
            }
        };
        match AssertUnwindSafe(self.gatekeeper.handle(event)).catch_unwind().await {
            Ok(outcome) => outcome,
            Err(_) => Err(Setback::Fault("a panic while carrying it out".into())),
        }
    }

    /// What becomes of an update whose attempt ended like this.
    pub(super) async fn outcome_of(&self, update: &QueuedUpdate, setback: Setback) -> Outcome {
        let id = update.id;
        if let Setback::Migrated(migration) = setback {
            let (from, to) = (migration.from, migration.to);
            match self.gatekeeper.handle(&Event::Migrated(migration)).await {
                Ok(()) => tracing::info!(chat_id = from.0, new_chat_id = to.0, "a group has a new id"),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(
                        chat_id = from.0,
                        new_chat_id = to.0,
                        error,
                        "a group can't be moved to its new id yet"
                    );
                }
            }
        }
        if let Some(kind) = ErrorKind::of(&setback) {
            self.metrics.count_error(kind);
            // Traces of what has failed are kept by this.
            tracing::Span::current().record("outcome", "failed");
        }
        match next_attempt(update.received_at, update.attempts, setback.as_failure(), self.clock.now()) {
            NextAttempt::At { not_before, attempts } => {
                tracing::info!(update_id = id.0, error = &setback as &dyn std::error::Error, "an update waits");
                Outcome::Deferred { not_before, attempts }
            }
            NextAttempt::Never => {
                self.metrics.count_error(ErrorKind::DeadLetter);
                tracing::error!(
                    update_id = id.0,
                    error = &setback as &dyn std::error::Error,
                    "an update is dead-lettered"
                );
                persist("dead-letter an update", || self.inbox.dead_letter(id, self.clock.now())).await;
                Outcome::DeadLettered
            }
        }
    }
}

/// The span of everything that is done for an update once memory alone can't decide it, what becomes of it included.
pub(super) fn span_of(update: &QueuedUpdate) -> tracing::Span {
    let event = update.event.as_ref().ok();
    tracing::info_span!(
        "update",
        update_id = update.id.0,
        kind = event.map(|event| event.kind().word()),
        chat_id = event.and_then(Event::chat).map(|chat| chat.0),
        user_id = event.and_then(Event::user).map(|user| user.0),
        outcome = tracing::field::Empty,
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{UpdateId, ports::Undecodable};

    use super::*;
    use crate::{
        inbox::lanes::Memory,
        testing::{NOW, World, ann_says},
    };

    fn queued(event: Result<Event, Undecodable>, attempts: u32) -> QueuedUpdate {
        QueuedUpdate { id: UpdateId(1), event, received_at: NOW, attempts, _room: Memory::new(1, 1).take(0) }
    }

    /// An update that never decodes: a fault of its own.
    fn failing(attempts: u32) -> QueuedUpdate {
        queued(Err(Undecodable { reason: "strange".to_owned() }), attempts)
    }

    fn after(seconds: u64, attempts: u32) -> Outcome {
        Outcome::Deferred { not_before: NOW.after(Duration::from_secs(seconds)), attempts }
    }

    #[tokio::test]
    async fn an_update_that_fails_for_its_own_reason_waits_longer_each_time_and_is_dead_lettered_in_the_end() {
        let mut world = World::empty();
        world.inbox.expect_dead_letter().times(1).withf(|id, _| *id == UpdateId(1)).returning(|_, _| Ok(()));
        let attempts = Attempts::new(world.gatekeeper());
        let mut outcomes = Vec::new();
        for failed in 0..6 {
            outcomes.push(attempts.run(&failing(failed)).await);
        }
        let waits = [after(1, 1), after(2, 2), after(4, 3), after(8, 4), after(16, 5), Outcome::DeadLettered];
        assert_eq!(outcomes, waits);
    }

    #[tokio::test]
    async fn a_flood_wait_costs_no_attempt() {
        let attempts = Attempts::new(World::empty().gatekeeper());
        let waits = attempts.outcome_of(&failing(2), Setback::FloodWait(Duration::from_secs(30))).await;
        assert_eq!(waits, after(30, 2));
    }

    #[tokio::test]
    async fn a_panic_while_carrying_out_is_a_fault_of_that_update_alone() {
        let mut world = World::empty();
        world.groups.expect_find().returning(|_| panic!("a bug"));
        let attempts = Attempts::new(world.gatekeeper());
        let update = queued(Ok(Event::GroupMessage(ann_says("hi"))), 0);
        assert!(matches!(attempts.attempt(&update).await, Err(Setback::Fault(_))));
    }
}
