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
