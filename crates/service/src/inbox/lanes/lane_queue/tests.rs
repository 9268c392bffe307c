//! A lane alone: what is next, what is stored, and when it is let go of.

use std::time::Duration;

use portcullis_domain::event::Event;

use super::*;
use crate::{inbox::lanes::Memory, testing::NOW};

const LANE: Lane = Lane(7);

fn update(id: i64) -> QueuedUpdate {
    let room = Memory::new(1, 1).take(0);
    QueuedUpdate { id: UpdateId(id), event: Ok(Event::Other), received_at: NOW, attempts: 0, _room: room }
}

/// A lane in which these have arrived, and what tells when each is safe.
fn with_arrived(ids: &[i64]) -> (LaneQueue, Vec<oneshot::Receiver<Result<(), NotAccepted>>>) {
    let mut queue = LaneQueue::default();
    let safe = ids.iter().map(|id| arrive(&mut queue, *id)).collect();
    (queue, safe)
}

fn arrive(queue: &mut LaneQueue, id: i64) -> oneshot::Receiver<Result<(), NotAccepted>> {
    let (answer, safe) = oneshot::channel();
    queue.push(Arc::new(update(id)), format!("{id}"), Keep::InMemory, answer);
    safe
}

/// Begins to store all up to this one; what is stored.
fn store(queue: &mut LaneQueue, up_to: i64) -> Vec<i64> {
    queue.want_stored(UpdateId(up_to));
    queue.take_to_store(LANE).into_iter().map(|to_store| to_store.new.update.id.0).collect()
}

fn stored(queue: &mut LaneQueue, id: i64, position: i64, leased: bool) -> bool {
    let placed = Placed { id: UpdateId(id), position: Position(position), leased };
    queue.stored(UpdateId(id), Some(placed), Keep::InMemory, NOW)
}

/// The next, and whether it may have effects.
fn next(queue: &mut LaneQueue) -> Option<(i64, bool)> {
    queue.next().map(|front| (front.update.id.0, front.leased_at.is_some()))
}

fn is_safe(safe: &mut oneshot::Receiver<Result<(), NotAccepted>>) -> Option<Result<(), NotAccepted>> {
    safe.try_recv().ok()
}

#[test]
fn what_is_carried_out_before_it_is_stored_leaves_no_row() {
    let (mut queue, mut safe) = with_arrived(&[1, 2]);
    assert_eq!(next(&mut queue), Some((1, false)));
    assert!(!queue.finish(UpdateId(1)), "there is no row to remove");
    assert_eq!(is_safe(&mut safe[0]), Some(Ok(())));
    assert_eq!(next(&mut queue), Some((2, false)));
    queue.finish(UpdateId(2));
    assert_eq!(next(&mut queue), None);
    assert!(queue.is_forgettable() && !queue.must_wait());
}

#[test]
fn what_is_older_is_stored_with_it_and_each_may_have_effects_in_its_turn() {
    let (mut queue, mut safe) = with_arrived(&[1, 2, 3]);
    assert_eq!(store(&mut queue, 2), [1, 2]);
    assert!(store(&mut queue, 2).is_empty(), "it is under way");
    stored(&mut queue, 1, 1, true);
    assert_eq!(next(&mut queue), Some((1, true)));
    assert_eq!(is_safe(&mut safe[0]), Some(Ok(())));
    assert_eq!(is_safe(&mut safe[1]), None);
    stored(&mut queue, 2, 2, true);
    assert!(queue.finish(UpdateId(1)), "its row is to be removed");
    assert_eq!(next(&mut queue), Some((2, true)));
    queue.finish(UpdateId(2));
    assert_eq!(next(&mut queue), Some((3, false)), "it is not stored, and memory may decide about it");
}

#[test]
fn a_row_whose_update_was_carried_out_meanwhile_is_removed_as_soon_as_it_is_there() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    next(&mut queue);
    assert!(!queue.finish(UpdateId(1)));
    assert_eq!(queue.begin_to_let_go(), None, "it is still being stored");
    assert!(stored(&mut queue, 1, 1, true));
    assert_eq!(next(&mut queue), None);
    assert_eq!(queue.begin_to_let_go(), Some(Position(1)));
}

#[test]
fn a_lane_of_another_is_left_alone_until_it_is_empty() {
    let (mut queue, mut safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    stored(&mut queue, 1, 4, false);
    assert_eq!(is_safe(&mut safe[0]), Some(Ok(())), "it is stored, and so confirmed");
    assert!(queue.must_wait() && queue.waiting_since().is_some());
    // What comes later is stored behind it, and not decided before it.
    let _safe = arrive(&mut queue, 2);
    assert_eq!(next(&mut queue), None);
    store(&mut queue, 2);
    stored(&mut queue, 2, 1, true);
    assert_eq!(next(&mut queue), Some((2, true)), "whatever was before it is gone");
}

#[test]
fn a_lane_that_was_empty_when_that_was_looked_for_is_not_if_something_was_stored_since_or_is_being() {
    let (mut queue, _safe) = with_arrived(&[1, 2, 3]);
    store(&mut queue, 1);
    stored(&mut queue, 1, 4, false);
    let looked_at = Instant::now();
    // The other is done, and somebody stores anew before what was found is told.
    store(&mut queue, 2);
    stored(&mut queue, 2, 2, false);
    queue.was_empty(looked_at);
    assert!(queue.must_wait() && next(&mut queue).is_none(), "2 is stored, and comes first");
    let later = Instant::now() + Duration::from_secs(1);
    store(&mut queue, 3);
    queue.was_empty(later);
    assert_eq!(next(&mut queue), None, "it is not known yet behind what 3 is stored");
    stored(&mut queue, 3, 3, false);
    queue.was_empty(Instant::now() + Duration::from_secs(1));
    assert!(!queue.must_wait() && queue.is_forgettable());
}

#[test]
fn where_another_has_stored_in_between_the_lane_is_given_back_once_it_is_worked_off() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    stored(&mut queue, 1, 1, true);
    let _later = arrive(&mut queue, 3);
    store(&mut queue, 3);
    // Position 2 is another instance's.
    stored(&mut queue, 3, 3, true);
    assert_eq!(next(&mut queue), Some((1, true)));
    queue.finish(UpdateId(1));
    let _latest = arrive(&mut queue, 4);
    assert_eq!(next(&mut queue), None, "2 and 3 come first");
    assert!(queue.must_wait());
    assert_eq!(queue.begin_to_let_go(), Some(Position(1)), "the inbox sees by this that there is more");
    queue.given_back();
    assert_eq!(next(&mut queue), None);
    assert_eq!(store(&mut queue, 4), [4]);
}

#[test]
fn nothing_is_stored_while_a_lane_is_let_go_of_and_memory_goes_on_deciding() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    stored(&mut queue, 1, 1, true);
    queue.finish(UpdateId(1));
    assert_eq!(queue.begin_to_let_go(), Some(Position(1)));
    assert!(!queue.lost(Instant::now() + Duration::from_secs(1)), "a row that is gone is no lost lease");
    assert!(!queue.must_wait());
    let _safe = arrive(&mut queue, 2);
    assert!(store(&mut queue, 2).is_empty() && queue.wants_storing());
    assert_eq!(next(&mut queue), Some((2, false)));
    queue.emptied();
    assert_eq!(store(&mut queue, 2), [2]);
}

#[test]
fn a_lane_is_given_back_with_its_oldest_that_has_to_wait() {
    let (mut queue, _safe) = with_arrived(&[1, 2, 3]);
    store(&mut queue, 2);
    stored(&mut queue, 1, 1, true);
    next(&mut queue);
    queue.begin_to_defer();
    // The answer about the second comes after that.
    stored(&mut queue, 2, 2, true);
    assert_eq!(next(&mut queue), None);
    assert!(store(&mut queue, 3).is_empty());
    queue.given_back();
    assert_eq!(store(&mut queue, 3), [3]);
    stored(&mut queue, 3, 3, false);
    queue.claimed(vec![update(1), update(2), update(3)], Position(3), Rest::Nothing, NOW);
    for id in 1..=3 {
        assert_eq!(next(&mut queue), Some((id, true)));
        assert!(queue.finish(UpdateId(id)));
    }
    assert_eq!(queue.begin_to_let_go(), Some(Position(3)));
}

#[test]
fn what_is_claimed_before_its_storing_was_told_is_carried_out_once() {
    let (mut queue, mut safe) = with_arrived(&[1, 2]);
    store(&mut queue, 1);
    queue.claimed(vec![update(1)], Position(1), Rest::Nothing, NOW);
    assert_eq!(is_safe(&mut safe[0]), Some(Ok(())));
    stored(&mut queue, 1, 1, false);
    assert_eq!(next(&mut queue), Some((1, true)));
    assert!(queue.finish(UpdateId(1)));
    assert_eq!(next(&mut queue), Some((2, false)));
}

#[test]
fn what_comes_again_and_is_claimed_meanwhile_is_carried_out_by_its_row() {
    let (mut queue, mut safe) = with_arrived(&[1, 2]);
    queue.claimed(vec![update(1)], Position(1), Rest::Nothing, NOW);
    assert_eq!(is_safe(&mut safe[0]), Some(Ok(())));
    assert_eq!(next(&mut queue), Some((1, true)));
    assert!(queue.finish(UpdateId(1)));
    assert_eq!(store(&mut queue, 2), [2]);
}

#[test]
fn what_comes_behind_one_that_memory_had_no_room_for_is_kept_where_that_is() {
    let mut queue = LaneQueue::default();
    for (id, keep) in [(1, Keep::InMemory), (2, Keep::InInbox), (3, Keep::InMemory)] {
        let (answer, _safe) = oneshot::channel();
        queue.push(Arc::new(update(id)), String::new(), keep, answer);
    }
    queue.want_stored(UpdateId(3));
    let kept: Vec<_> = queue.take_to_store(LANE).into_iter().map(|to_store| to_store.keep).collect();
    assert_eq!(kept, [Keep::InMemory, Keep::InInbox, Keep::InInbox]);
}

#[test]
fn what_was_carried_out_while_it_was_being_stored_is_removed_though_nobody_knows_whether_it_was() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    queue.finish(UpdateId(1));
    assert!(queue.not_stored(UpdateId(1)));
}

#[test]
fn a_lane_that_is_claimed_before_it_is_known_to_be_given_back_stays_claimed() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    stored(&mut queue, 1, 1, true);
    next(&mut queue);
    queue.begin_to_defer();
    queue.claimed(vec![update(1)], Position(1), Rest::Nothing, NOW);
    queue.given_back();
    queue.emptied();
    assert_eq!(next(&mut queue), Some((1, true)));
}

#[test]
fn what_is_claimed_again_comes_in_the_order_of_the_claim() {
    let (mut queue, _safe) = with_arrived(&[1, 2, 3]);
    store(&mut queue, 2);
    stored(&mut queue, 1, 1, true);
    stored(&mut queue, 2, 2, true);
    next(&mut queue);
    queue.finish(UpdateId(1));
    // Its removal has not come through when the lease runs out.
    queue.claimed(vec![update(1), update(2)], Position(2), Rest::Nothing, NOW);
    for id in [1, 2] {
        assert_eq!(next(&mut queue), Some((id, true)));
        assert!(queue.finish(UpdateId(id)));
    }
    assert_eq!(next(&mut queue), Some((3, false)));
}

#[tokio::test(start_paused = true)]
async fn what_is_here_of_a_lane_that_has_begun_anew_was_carried_out_by_whoever_had_it_meanwhile() {
    let (mut queue, _safe) = with_arrived(&[1, 2, 3, 4]);
    store(&mut queue, 2);
    stored(&mut queue, 1, 1, true);
    stored(&mut queue, 2, 2, true);
    assert_eq!(store(&mut queue, 4), [3, 4]);
    tokio::time::advance(Duration::from_secs(1)).await;
    let (asked_before, later) = (Instant::now(), NOW.after(Duration::from_mins(1)));
    tokio::time::advance(Duration::from_secs(1)).await;
    for (id, position) in [(UpdateId(3), Position::FIRST), (UpdateId(4), Position(2))] {
        let placed = Placed { id, position, leased: true };
        assert!(!queue.stored(id, Some(placed), Keep::InMemory, later));
    }
    assert!(!queue.lost(asked_before), "it is another lease");
    assert_eq!(queue.len(), 2);
    let front = queue.next().unwrap();
    assert_eq!((front.update.id, front.leased_at), (UpdateId(3), Some(later)));
    assert!(queue.finish(UpdateId(3)));
    assert_eq!(next(&mut queue), Some((4, true)));
    assert!(queue.finish(UpdateId(4)));
    assert_eq!(queue.begin_to_let_go(), Some(Position(2)));
}

#[test]
fn what_was_claimed_while_the_first_was_carried_out_unstored_stays_when_that_is_known_to_be_stored() {
    let (mut queue, _safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    next(&mut queue);
    queue.finish(UpdateId(1));
    queue.claimed(vec![update(1), update(2)], Position(2), Rest::Nothing, NOW);
    assert!(stored(&mut queue, 1, 1, true));
    assert_eq!(next(&mut queue), Some((2, true)));
}

#[test]
fn what_is_here_and_not_among_what_was_claimed_is_left_to_the_inbox() {
    for rest in [Rest::Nothing, Rest::InInbox] {
        let (mut queue, _safe) = with_arrived(&[1, 2]);
        store(&mut queue, 2);
        stored(&mut queue, 1, 1, true);
        stored(&mut queue, 2, 2, true);
        // Another has carried out both and let go of the lane, and a third has begun it anew.
        queue.claimed(vec![update(3)], Position(1), rest, NOW);
        assert_eq!((next(&mut queue), queue.len()), (Some((3, true)), 1));
        assert!(queue.finish(UpdateId(3)));
        assert_eq!(next(&mut queue), None);
        assert!(queue.must_wait(), "whether 1 and 2 are carried out, the inbox knows");
        assert_eq!(queue.begin_to_let_go(), Some(Position(1)));
    }
}

#[test]
fn what_is_stored_of_a_lost_lane_is_the_others_and_what_is_not_follows_it() {
    let (mut queue, _safe) = with_arrived(&[1, 2, 3]);
    store(&mut queue, 2);
    stored(&mut queue, 1, 1, true);
    next(&mut queue);
    let (before, after) = (Instant::now().checked_sub(Duration::from_secs(1)).unwrap(), Instant::now());
    assert!(!queue.lost(before));
    assert_eq!(next(&mut queue), Some((1, true)), "it was leased after that");
    assert!(queue.lost(after + Duration::from_secs(1)));
    assert_eq!(next(&mut queue), None);
    assert!(queue.must_wait());
    // The first was carried out all the same, and the second stored.
    assert!(!queue.finish(UpdateId(1)));
    assert!(!stored(&mut queue, 2, 2, false));
    assert_eq!(store(&mut queue, 3), [3]);
    assert_eq!(queue.len(), 1);
    assert!(!stored(&mut queue, 3, 1, true), "the other is done");
    assert_eq!(next(&mut queue), Some((3, true)));
}

#[test]
fn what_came_behind_one_that_could_not_be_stored_comes_again_behind_it() {
    let (mut queue, mut safe) = with_arrived(&[1, 2, 3]);
    store(&mut queue, 1);
    assert!(queue.want_stored(UpdateId(2)));
    queue.refuse_unstored();
    queue.not_stored(UpdateId(1));
    for safe in &mut safe {
        assert_eq!(is_safe(safe), Some(Err(NotAccepted)));
    }
    assert_eq!(next(&mut queue), None);
    assert!(!queue.wants_storing() && queue.is_forgettable());
}

#[test]
fn what_could_not_be_stored_comes_again_and_blocks_nothing() {
    let (mut queue, mut safe) = with_arrived(&[1]);
    store(&mut queue, 1);
    queue.not_stored(UpdateId(1));
    assert_eq!(is_safe(&mut safe[0]), Some(Err(NotAccepted)));
    assert_eq!(next(&mut queue), None);
    assert!(queue.is_forgettable());
}

#[test]
fn what_comes_twice_is_carried_out_once_and_safe_for_both() {
    let (mut queue, mut safe) = with_arrived(&[1]);
    let mut again = arrive(&mut queue, 1);
    assert_eq!(is_safe(&mut again), None);
    queue.finish(UpdateId(1));
    assert_eq!((is_safe(&mut safe[0]), is_safe(&mut again)), (Some(Ok(())), Some(Ok(()))));
    assert_eq!(next(&mut queue), None);
}

#[test]
fn what_memory_has_no_room_for_is_kept_in_the_inbox_alone_and_nothing_overtakes_it() {
    let mut queue = LaneQueue::default();
    let (answer, mut safe) = oneshot::channel();
    queue.push(Arc::new(update(1)), String::new(), Keep::InInbox, answer);
    store(&mut queue, 1);
    assert!(!queue.stored(UpdateId(1), None, Keep::InInbox, NOW));
    assert_eq!(is_safe(&mut safe), Some(Ok(())));
    let _later = arrive(&mut queue, 2);
    assert_eq!(next(&mut queue), None);
    assert!(queue.must_wait());
}
