//! All lanes together: which comes first.

use portcullis_domain::event::Event;

use super::*;
use crate::testing::NOW;

fn arrive(lanes: &Lanes, lane: i64) {
    let room = Memory::new(1, 1).take(0);
    let id = UpdateId(lane);
    let update = QueuedUpdate { id, event: Ok(Event::Other), received_at: NOW, attempts: 0, _room: room };
    let (json, keep) = (String::new(), Keep::InMemory);
    lanes.arrive(Arrival { lane: Lane(lane), update, json, keep, is_urgent: true });
}

#[tokio::test(start_paused = true)]
async fn whoever_wants_to_be_stored_first_is_stored_first() {
    let lanes = Lanes::default();
    (0..100).for_each(|lane| arrive(&lanes, 7 * lane % 101));
    let mut stored = Vec::new();
    while let batch = lanes.take_to_store(3)
        && !batch.is_empty()
    {
        assert_eq!(batch.in_memory.len(), 3.min(100 - stored.len()));
        stored.extend(batch.in_memory.into_iter().map(|new| new.lane.0));
    }
    assert_eq!(stored, (0..100).map(|lane| 7 * lane % 101).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_lease_counts_from_when_it_was_asked_for_unless_it_was_known_when_all_were_renewed() {
    let lanes = Lanes::default();
    arrive(&lanes, 7);
    assert_eq!(lanes.take_to_store(1).in_memory.len(), 1);
    // While the insert hangs, all that are known by then are renewed.
    let (renewed, at) = lanes.held();
    assert!(renewed.is_empty());
    tokio::time::advance(Duration::from_secs(1)).await;
    let placed = Placed { id: UpdateId(7), position: Position::FIRST, leased: true };
    let ids = std::iter::once((Lane(7), UpdateId(7)));
    lanes.stored(ids, &HashMap::from([(UpdateId(7), placed)]), Keep::InMemory, NOW);
    let renew = |at, now| {
        lanes.renewed(at, now);
        lanes.next(Lane(7)).and_then(|front| front.leased_at)
    };
    let [first, second] = [10, 20].map(|seconds| NOW.after(Duration::from_secs(seconds)));
    assert_eq!(renew(at, first), Some(NOW));
    let (renewed, at) = lanes.held();
    assert_eq!((renewed, renew(at, second)), (vec![Lane(7)], Some(second)));
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_began_at_the_moment_of_the_look_is_lost_if_it_is_among_those_that_were() {
    let lanes = Lanes::default();
    arrive(&lanes, 7);
    assert_eq!(lanes.take_to_store(1).in_memory.len(), 1);
    let placed = Placed { id: UpdateId(7), position: Position::FIRST, leased: true };
    let ids = std::iter::once((Lane(7), UpdateId(7)));
    lanes.stored(ids, &HashMap::from([(UpdateId(7), placed)]), Keep::InMemory, NOW);
    let (held, at) = lanes.held();
    assert_eq!((lanes.lost(&held, at), held), (1, vec![Lane(7)]));
    lanes.renewed(at, NOW.after(Duration::from_secs(10)));
    assert!(lanes.next(Lane(7)).is_none(), "it is the other's");
}
