//! Where updates come in: decoded one by one, carried out from memory or stored, and only then confirmed.

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_domain::{
    event::Update,
    inbox::{NewInboxUpdate, RawUpdate},
    ports::{NotAccepted, UpdateSink},
};
use tokio::sync::Notify;

use super::{lanes::WaitingLanes, writer::InboxWriter};
use crate::{Gatekeeper, Liveness, metrics::ErrorKind};

/// Takes updates from a source.
pub struct Intake {
    gatekeeper: Arc<Gatekeeper>,
    lanes: Arc<WaitingLanes>,
    writer: InboxWriter,
    /// Notified when something was stored.
    stored: Arc<Notify>,
}

impl Intake {
    pub(crate) fn new(
        gatekeeper: Arc<Gatekeeper>,
        lanes: Arc<WaitingLanes>,
        stored: Arc<Notify>,
        liveness: &Liveness,
    ) -> Self {
        let writer = InboxWriter::start(gatekeeper.inbox.clone(), liveness);
        Self { gatekeeper, lanes, writer, stored }
    }

    /// Reads one update; a strange one is counted, logged and passed over, alone.
    fn decode(&self, raw: &RawUpdate) -> Option<Update> {
        match self.gatekeeper.decoder.decode(raw) {
            Ok(update) => {
                self.gatekeeper.metrics.count_update(update.event.kind());
                if let Some(date) = update.event.date() {
                    self.gatekeeper.clock.note_date_of_update(date);
                }
                Some(update)
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
            let Some(update) = self.decode(&raw).filter(|update| self.gatekeeper.note(update)) else { continue };
            // Each person's part of a service message about several is stored for itself, in that person's lane.
            for Update { id, event } in update.parts() {
                let lane = event.lane();
                // A person's later event must not overtake an earlier one that waits, not even from memory.
                let must_queue = self.lanes.has(lane) || to_store.iter().any(|stored| stored.lane == lane);
                if must_queue || !self.gatekeeper.try_handle(&event) {
                    let update = RawUpdate { id, json: raw.json.clone() };
                    to_store.push(NewInboxUpdate { update, lane, received_at });
                }
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
        Timestamp, UpdateId, UserId,
        event::{Event, GroupMessage, Lane, NewChatMembers},
        ports::{StoreError, Undecodable},
    };

    use super::*;
    use crate::testing::{ANN, NOW, World, ann_says, chat, group, person};

    fn intake(world: World) -> Intake {
        Intake::new(world.gatekeeper(), Arc::default(), Arc::default(), &Liveness::default())
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
    async fn each_persons_part_of_a_service_message_goes_into_that_persons_lane() {
        let mut world = World::with(group());
        world.known.expect_group().returning(|_| None);
        world.decoder.expect_decode().returning(|raw| {
            let people = vec![person(ANN), person(UserId(8))];
            let event = Event::NewChatMembers(NewChatMembers { chat: chat(), people, date: NOW });
            Ok(Update { id: raw.id, event }.into_part())
        });
        let stored =
            |updates: &[NewInboxUpdate]| updates.iter().map(|new| (new.lane, new.update.id)).collect::<Vec<_>>();
        let expected = [(Lane(7), UpdateId(12).part(0)), (Lane(8), UpdateId(12).part(1))];
        world.inbox.expect_put().times(2).withf(move |updates| stored(updates) == expected).returning(|_| Ok(()));
        let intake = intake(world);
        intake.accept(vec![raw(12)]).await.unwrap();
        intake.accept(vec![raw(12)]).await.unwrap();
    }

    /// A world in which every update tells of the same edit of Ann's, so long ago.
    fn edits(seconds_ago: i64) -> World {
        let mut world = World::with(group());
        world.known.expect_group().returning(|_| None);
        world.decoder.expect_decode().returning(move |raw| {
            let edit = GroupMessage {
                edited: true,
                date: Timestamp::from_secs(NOW.as_secs() - seconds_ago),
                ..ann_says("hi")
            };
            Ok(Update { id: raw.id, event: Event::GroupMessage(edit) })
        });
        world
    }

    #[tokio::test]
    async fn an_edit_of_long_ago_that_comes_now_is_somebody_elses_reaction_and_no_news() {
        intake(edits(61)).accept(vec![raw(12)]).await.unwrap();
    }

    #[tokio::test]
    async fn an_edit_counts_once_whatever_else_arrives_under_its_date_and_again_if_it_is_handed_over_again() {
        let mut world = edits(30);
        let stored = |updates: &[NewInboxUpdate]| updates.iter().map(|new| new.update.id.0).collect::<Vec<_>>();
        world.inbox.expect_put().times(2).withf(move |updates| stored(updates) == [12]).returning(|_| Ok(()));
        let intake = intake(world);
        intake.accept(vec![raw(12), raw(13)]).await.unwrap();
        intake.accept(vec![raw(12)]).await.unwrap();
        intake.accept(vec![raw(14)]).await.unwrap();
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
