//! Where updates come in: decoded one by one, carried out from memory or stored, and only then confirmed.

use std::{sync::Arc, time::Duration};

use futures::future::{ready, try_join_all};
use portcullis_domain::{
    Timestamp,
    event::Update,
    inbox::RawUpdate,
    plain_message::PlainMessage,
    ports::{Accepted, NotAccepted, UpdateSink},
};
use tokio::sync::oneshot;

use super::{
    lane_tasks::LaneTasks,
    lanes::{Arrival, Keep, Lanes, Memory, QueuedUpdate},
};
use crate::Gatekeeper;

/// How long updates may wait to be safe, be it behind an insert that hangs: Telegram waits for the answer.
const SAFE_WITHIN: Duration = Duration::from_secs(8);

/// Takes updates from a source.
pub struct Intake {
    gatekeeper: Arc<Gatekeeper>,
    lanes: Arc<Lanes>,
    tasks: Arc<LaneTasks>,
    memory: Memory,
}

/// Tells when an update is safe: carried out or stored.
type Safe = oneshot::Receiver<Result<(), NotAccepted>>;

impl Intake {
    pub(super) const fn new(
        gatekeeper: Arc<Gatekeeper>,
        lanes: Arc<Lanes>,
        tasks: Arc<LaneTasks>,
        memory: Memory,
    ) -> Self {
        Self { gatekeeper, lanes, tasks, memory }
    }

    /// Carries an event out from memory, or has it carried out in its lane.
    fn take(&self, Update { id, event }: Update, json: &str, received_at: Timestamp) -> Option<Safe> {
        let lane = event.lane();
        if !self.lanes.must_wait(lane) && self.gatekeeper.try_handle(&event) {
            return None;
        }
        let keep = if self.memory.is_full() { Keep::InInbox } else { Keep::InMemory };
        let is_urgent = !self.gatekeeper.can_recall(&event);
        let update =
            QueuedUpdate { id, event: Ok(event), received_at, attempts: 0, _room: self.memory.take(json.len()) };
        let (safe, begins) = self.lanes.arrive(Arrival { lane, update, json: json.to_owned(), keep, is_urgent });
        if begins {
            self.tasks.begin(lane);
        }
        Some(safe)
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

impl UpdateSink for Intake {
    fn try_accept(&self, json: &str) -> bool {
        let Some(message) = self.gatekeeper.decoder.plain_message(json) else { return false };
        // A person's later event must not overtake an earlier one that waits, not even from memory.
        let is_allowed = !self.lanes.must_wait(message.lane()) && self.gatekeeper.allows(&message);
        if is_allowed {
            self.gatekeeper.metrics.count_update(PlainMessage::KIND);
            self.gatekeeper.clock.note_date_of_update(message.date);
        }
        is_allowed
    }

    fn accept(&self, raw: RawUpdate) -> Accepted {
        let received_at = self.gatekeeper.clock.now();
        let update = self.decode(&raw).filter(|update| self.gatekeeper.note(update));
        let Some(update) = update else { return Box::pin(ready(Ok(()))) };
        // Each person's part of a service message about several is carried out for itself, in that person's lane.
        let parts = update.parts().filter_map(|part| self.take(part, &raw.json, received_at));
        Box::pin(until_safe(parts.collect()))
    }
}

async fn until_safe(unsafe_yet: Vec<Safe>) -> Result<(), NotAccepted> {
    if unsafe_yet.is_empty() {
        return Ok(());
    }
    // Whatever is dropped untold comes again.
    let all = unsafe_yet.into_iter().map(|safe| async { safe.await.unwrap_or(Err(NotAccepted)) });
    let all = tokio::time::timeout(SAFE_WITHIN, try_join_all(all)).await;
    all.unwrap_or(Err(NotAccepted)).map(drop)
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashMap,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use futures::FutureExt;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};
    use portcullis_domain::{
        Timestamp, UpdateId, UserId,
        chat_member::Membership,
        event::{Event, GroupMessage, Lane, NewChatMembers},
        gate::Tally,
        group::Group,
        inbox::{InboxCounts, NewInboxUpdate, Placed, Position},
        lease::Holder,
        ports::{MockUpdateDecoder, StoreError, Undecodable},
    };

    use super::*;
    use crate::{
        DispatcherSettings, Liveness,
        inbox::Dispatcher,
        testing::{ANN, NOW, World, ann_says, chat, group, person},
    };

    /// The intake of a world, and what must live as long.
    fn intake(world: World) -> (Intake, Dispatcher) {
        let settings = DispatcherSettings::new(Holder("test".to_owned()));
        let (dispatcher, intake) = Dispatcher::start(&world.gatekeeper(), settings, &Liveness::default());
        dispatcher.begin_to_store();
        (intake, dispatcher)
    }

    /// The inbox takes exactly these, in lanes that others have.
    fn stores(world: &mut World, expected: impl IntoIterator<Item = (Lane, UpdateId)>) {
        let mut expected: HashMap<_, _> = expected.into_iter().map(|(lane, id)| (id, lane)).collect();
        let left = expected.len();
        let stored = move |updates: &[NewInboxUpdate], _: &Holder, _| {
            for new in updates {
                assert_eq!(expected.remove(&new.update.id), Some(new.lane), "{:?}", new.update.id);
            }
            let placed = |new: &NewInboxUpdate| Placed { id: new.update.id, position: Position(2), leased: false };
            Ok(updates.iter().map(placed).collect())
        };
        world.inbox.expect_put().times(..=left).returning(stored);
    }

    fn raw(id: i64) -> RawUpdate {
        RawUpdate { id: UpdateId(id), json: String::new() }
    }

    /// Hands these over, one after the other; whether all are safe.
    async fn accept(intake: &Intake, ids: &[i64]) -> Result<(), NotAccepted> {
        let accepted: Vec<_> = ids.iter().map(|id| intake.accept(raw(*id))).collect();
        try_join_all(accepted).await.map(drop)
    }

    /// A world in which update 13 is strange, and all others are messages of Ann in a group nobody remembers.
    fn world() -> World {
        let mut world = World::with(group()).and_ann_is(Membership::Unknown);
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
            let (intake, _dispatcher) = intake(world());
            let accepted = intake.accept(raw(13)).now_or_never();
            assert_eq!(accepted, Some(Ok(())), "nothing is stored, so nothing is waited for");
        });
        let counted = seen.snapshot().into_vec().into_iter().any(|(key, _, _, value)| {
            key.key().name() == "bot_updates_undecodable_total" && value == DebugValue::Counter(1)
        });
        assert!(counted);
    }

    /// A world that remembers Ann, and reads an update as a plain message of hers, or else as a command.
    fn that_remembers_ann(membership: Membership) -> World {
        let mut world = World::with(group()).and_ann_is(Membership::Unknown);
        world.known.expect_group().returning(|_| Some(Some(Arc::new(group()))));
        world.known.expect_administrators().returning(|_| Some(Arc::default()));
        world.known.expect_tally().returning(move |_, _| Some(Tally::from_iter([membership])));
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_plain_message().returning(|json| {
            let Group { id, title, .. } = group();
            let plain = PlainMessage { group: id, title: title.into(), thread: None, user: ANN, date: NOW };
            (json == PLAIN).then_some(plain)
        });
        decoder
            .expect_decode()
            .returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("/status")) }));
        World { decoder, ..world }
    }

    const PLAIN: &str = "plain";

    #[tokio::test]
    async fn a_members_message_is_carried_out_from_memory_and_an_outsiders_is_not() {
        for (membership, is_accepted) in [(Membership::Member, true), (Membership::NotMember, false)] {
            let (intake, _dispatcher) = intake(that_remembers_ann(membership));
            assert_eq!(intake.try_accept(PLAIN), is_accepted);
        }
    }

    #[tokio::test]
    async fn a_members_message_overtakes_nothing_of_theirs_that_waits() {
        let (intake, _dispatcher) = intake(that_remembers_ann(Membership::Member));
        let _not_yet_stored = intake.accept(raw(12));
        assert!(!intake.try_accept(PLAIN));
    }

    #[tokio::test]
    async fn what_memory_was_offered_in_vain_is_read_once_when_it_is_handed_over() {
        let mut decoder = MockUpdateDecoder::new();
        // No second time as a plain message.
        decoder.expect_decode().times(1).returning(|raw| Ok(Update { id: raw.id, event: Event::Other }));
        let (intake, _dispatcher) = intake(World { decoder, ..world() });
        intake.accept(RawUpdate { id: UpdateId(12), json: PLAIN.to_owned() }).await.unwrap();
    }

    #[tokio::test]
    async fn a_strange_update_amid_a_batch_takes_nobody_along() {
        let mut world = world();
        stores(&mut world, [12, 14].map(|id| (Lane(7), UpdateId(id))));
        let (intake, _dispatcher) = intake(world);
        accept(&intake, &[12, 13, 14]).await.unwrap();
    }

    #[tokio::test]
    async fn each_persons_part_of_a_service_message_goes_into_that_persons_lane() {
        let mut world = World::with(group()).and_ann_is(Membership::Unknown);
        world.known.expect_group().returning(|_| None);
        world.decoder.expect_decode().returning(|raw| {
            let people = vec![person(ANN), person(UserId(8))];
            let event = Event::NewChatMembers(NewChatMembers { chat: chat(), people, date: NOW, line: None });
            Ok(Update { id: raw.id, event })
        });
        stores(&mut world, [(Lane(7), UpdateId(12).part(0)), (Lane(8), UpdateId(12).part(1))]);
        let (intake, _dispatcher) = intake(world);
        intake.accept(raw(12)).await.unwrap();
    }

    /// A world in which every update tells of the same edit of Ann's, so long ago.
    fn edits(seconds_ago: i64) -> World {
        let mut world = World::with(group()).and_ann_is(Membership::Unknown);
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
        let (intake, _dispatcher) = intake(edits(61));
        intake.accept(raw(12)).await.unwrap();
    }

    #[tokio::test]
    async fn an_edit_counts_once_whatever_else_arrives_under_its_date_and_again_if_it_is_handed_over_again() {
        let mut world = edits(30);
        let mut stored = Vec::new();
        let put = move |updates: &[NewInboxUpdate], _: &Holder, _| {
            stored.extend(updates.iter().map(|new| new.update.id.0));
            assert!(stored == [12] || stored == [12, 12], "{stored:?}");
            Ok(Vec::new())
        };
        world.inbox.expect_put().times(2).returning(put);
        let (intake, _dispatcher) = intake(world);
        accept(&intake, &[12, 13]).await.unwrap();
        intake.accept(raw(12)).await.unwrap();
        intake.accept(raw(14)).await.unwrap();
    }

    /// The intake of a world whose memory is full once there is one update in it.
    fn narrow_intake(world: World) -> (Intake, Dispatcher) {
        let settings = DispatcherSettings { max_updates: 1, ..DispatcherSettings::new(Holder("test".to_owned())) };
        let (dispatcher, intake) = Dispatcher::start(&world.gatekeeper(), settings, &Liveness::default());
        dispatcher.begin_to_store();
        (intake, dispatcher)
    }

    fn away() -> StoreError {
        StoreError::Unavailable("away".into())
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_behind_one_that_cannot_be_stored_is_not_stored_either_be_it_kept_elsewhere() {
        let mut world = World::with(group()).and_ann_is(Membership::Unknown);
        world.known.expect_group().returning(|_| None);
        // A command is stored at once, and so both together.
        world
            .decoder
            .expect_decode()
            .returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("/status")) }));
        world.inbox.expect_put().times(1).returning(|_, _, _| Err(away()));
        world.inbox.expect_counts().returning(|| Ok(InboxCounts::default()));
        let put_aside = Arc::new(AtomicUsize::new(0));
        let count = put_aside.clone();
        world.inbox.expect_put_aside().returning(move |updates, _| {
            count.fetch_add(updates.len(), Ordering::Relaxed);
            Ok(())
        });
        let (intake, _dispatcher) = narrow_intake(world);
        assert_eq!(accept(&intake, &[12, 14]).await, Err(NotAccepted));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!intake.lanes.must_wait(Lane(7)));
        assert_eq!(put_aside.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn of_many_to_be_put_aside_of_which_the_database_refuses_one_each_other_is_put_aside() {
        let mut world = world();
        world.inbox.expect_put().returning(|updates, _, _| {
            assert_eq!(updates.len(), 1, "memory has room for one");
            let placed = |new: &NewInboxUpdate| Placed { id: new.update.id, position: Position(2), leased: false };
            Ok(updates.iter().map(placed).collect())
        });
        world.inbox.expect_counts().returning(|| Ok(InboxCounts::default()));
        let put_aside = Arc::new(AtomicUsize::new(0));
        let count = put_aside.clone();
        world.inbox.expect_put_aside().returning(move |updates, _| {
            count.fetch_add(1, Ordering::Relaxed);
            let is_refused = updates.iter().any(|new| new.update.id == UpdateId(14));
            if is_refused { Err(StoreError::Refused("that one".into())) } else { Ok(()) }
        });
        let (intake, _dispatcher) = narrow_intake(world);
        let safe = accept(&intake, &[12, 14, 15]);
        assert_eq!(safe.await, Err(NotAccepted), "one of them comes again");
        assert!(intake.lanes.must_wait(Lane(7)), "what was put aside comes first");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(put_aside.load(Ordering::Relaxed), 3, "together, and then each alone");
    }

    #[tokio::test]
    async fn what_cannot_be_stored_is_not_accepted_and_blocks_no_lane_afterwards() {
        let mut world = world();
        world.inbox.expect_put().times(1).returning(|_, _, _| Err(StoreError::Unavailable("away".into())));
        let (intake, _dispatcher) = intake(world);
        assert_eq!(intake.accept(raw(12)).await, Err(NotAccepted));
        assert!(!intake.lanes.must_wait(Lane(7)));
    }
}
