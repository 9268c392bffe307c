//! Where updates come in: decoded one by one, carried out from memory or stored, and only then confirmed.

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_domain::{
    event::{Event, Update},
    inbox::{NewInboxUpdate, RawUpdate},
    ports::{NotAccepted, UpdateSink},
};
use tokio::sync::Notify;

use super::{lanes::WaitingLanes, writer::InboxWriter};
use crate::{Gatekeeper, metrics::ErrorKind};

/// Takes updates from a source.
pub struct Intake {
    gatekeeper: Arc<Gatekeeper>,
    lanes: Arc<WaitingLanes>,
    writer: InboxWriter,
    /// Notified when something was stored.
    stored: Arc<Notify>,
}

impl Intake {
    pub(crate) fn new(gatekeeper: Arc<Gatekeeper>, lanes: Arc<WaitingLanes>, stored: Arc<Notify>) -> Self {
        let writer = InboxWriter::start(gatekeeper.inbox.clone());
        Self { gatekeeper, lanes, writer, stored }
    }

    /// Reads one update; a strange one is counted, logged and passed over, alone.
    fn decode(&self, raw: &RawUpdate) -> Option<Event> {
        match self.gatekeeper.decoder.decode(raw) {
            Ok(Update { event, .. }) => {
                self.gatekeeper.metrics.count_update(event.kind());
                Some(event)
            }
            Err(error) => {
                self.gatekeeper.metrics.count_undecodable();
                tracing::warn!(
                    update_id = raw.id.0,
                    error = &error as &dyn std::error::Error,
                    "an update is passed over"
                );
                None
            }
        }
    }
}

#[async_trait]
impl UpdateSink for Intake {
    async fn accept(&self, updates: Vec<RawUpdate>) -> Result<(), NotAccepted> {
        let received_at = self.gatekeeper.clock.now();
        let mut to_store: Vec<NewInboxUpdate> = Vec::new();
        for raw in updates {
            let Some(event) = self.decode(&raw) else { continue };
            let lane = event.lane();
            // A person's later event must not overtake an earlier one that waits, not even from memory.
            let must_queue = self.lanes.has(lane) || to_store.iter().any(|stored| stored.lane == lane);
            if must_queue || !self.gatekeeper.try_handle(&event) {
                to_store.push(NewInboxUpdate { update: raw, lane, received_at });
            }
        }
        if to_store.is_empty() {
            return Ok(());
        }
        // Noted first: the dispatcher may be done with them before the database's answer has come back here.
        self.lanes.add(&to_store);
        if let Err(error) = self.writer.put(to_store.clone()).await {
            self.gatekeeper.metrics.count_error(ErrorKind::NotStored);
            for new in &to_store {
                self.lanes.remove(new.lane, new.update.id);
            }
            return Err(error);
        }
        self.stored.notify_one();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};
    use portcullis_domain::{
        UpdateId,
        event::Lane,
        ports::{StoreError, Undecodable},
    };

    use super::*;
    use crate::testing::{World, ann_says, group};

    fn intake(world: World) -> Intake {
        Intake::new(world.gatekeeper(), Arc::default(), Arc::default())
    }

    fn raw(id: i64) -> RawUpdate {
        RawUpdate { id: UpdateId(id), json: String::new() }
    }

    /// A world in which update 13 is strange, and all others are messages of Ann in a group nobody remembers.
    fn world() -> World {
        let mut world = World::with(group());
        world.known.expect_group().returning(|_| None);
        world.decoder.expect_decode().returning(|raw| match raw.id {
            UpdateId(13) => Err(Undecodable { reason: "strange".to_owned() }),
            id => Ok(Update { id, event: Event::GroupMessage(ann_says("hi")) }),
        });
        world
    }

    #[test]
    fn a_strange_update_alone_is_accepted_and_costs_a_counter() {
        let recorder = DebuggingRecorder::new();
        let seen = recorder.snapshotter();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _inside = runtime.enter();
        metrics::with_local_recorder(&recorder, || {
            let accepted = intake(world()).accept(vec![raw(13)]).now_or_never();
            assert_eq!(accepted, Some(Ok(())), "nothing is stored, so nothing is waited for");
        });
        let counted = seen.snapshot().into_vec().into_iter().any(|(key, _, _, value)| {
            key.key().name() == "bot_updates_undecodable_total" && value == DebugValue::Counter(1)
        });
        assert!(counted);
    }

    #[tokio::test]
    async fn a_strange_update_amid_a_batch_takes_nobody_along() {
        let mut world = world();
        let stored = |updates: &[NewInboxUpdate]| updates.iter().map(|new| new.update.id.0).collect::<Vec<_>>();
        world.inbox.expect_put().times(1).withf(move |updates| stored(updates) == [12, 14]).returning(|_| Ok(()));
        intake(world).accept(vec![raw(12), raw(13), raw(14)]).await.unwrap();
    }

    #[tokio::test]
    async fn what_cannot_be_stored_is_not_accepted_and_blocks_no_lane_afterwards() {
        let mut world = world();
        world.inbox.expect_put().times(1).returning(|_| Err(StoreError::Unavailable("away".into())));
        let intake = intake(world);
        assert_eq!(intake.accept(vec![raw(12)]).await, Err(NotAccepted));
        assert!(!intake.lanes.has(Lane(7)));
    }
}
