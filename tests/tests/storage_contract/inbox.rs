//! The suite of `Inbox`.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxCounts, NewInboxUpdate, Position, RawUpdate},
    lease::LEASE,
    ports::{InMemoryInbox, Inbox},
};

use super::stores::{NOW, holder, later, run_each};

/// Runs each case on both databases and in memory.
macro_rules! on_every_inbox {
    ($($case:ident),* $(,)?) => {
        run_each!(sqlite, &crate::storage_contract::stores::Stores::sqlite().await.inbox, $($case),*);
        run_each!(postgres, &crate::storage_contract::stores::Stores::postgres().await.inbox, $($case),*);
        run_each!(in_memory, &super::in_memory(), $($case),*);
    };
}

on_every_inbox! {
    an_update_comes_out_as_it_went_in,
    a_lane_comes_out_whole_in_the_order_in_which_it_was_stored,
    whoever_stores_into_an_empty_lane_has_leased_it,
    a_lane_that_another_holds_is_not_leased_and_its_holder_learns_that_more_was_stored,
    what_is_put_aside_is_claimed_by_whoever_has_room,
    a_lane_in_which_something_is_left_is_never_let_go_of,
    a_lease_that_ran_out_is_none_for_whoever_stores,
    a_lane_that_waits_holds_up_itself_alone,
    what_is_stored_already_stays_as_it_is,
    a_dead_update_of_the_same_number_is_replaced,
    a_lease_runs_out_unless_it_is_renewed,
    whoever_renews_learns_which_leases_are_lost,
    a_lease_that_its_holder_does_not_know_of_runs_out,
    a_holder_gives_up_all_it_holds,
    the_next_due_moment_is_that_of_the_first_lane_that_nobody_holds,
    a_lane_of_dead_updates_alone_is_let_go_of,
    a_dead_update_is_kept_counted_and_pruned,
    lanes_in_which_something_waits_are_told_from_empty_ones,
    a_claim_keeps_to_its_limits_and_takes_what_has_been_due_for_longest,
    a_claim_brings_no_more_than_fits_and_leases_nothing_else,
    a_large_batch_is_stored,
    many_who_claim_at_once_get_no_update_twice_and_keep_every_lane_in_order,
    many_who_store_in_one_lane_at_once_never_hold_it_at_the_same_time,
}

fn in_memory() -> Arc<dyn Inbox> {
    Arc::new(InMemoryInbox::default())
}

const LIMIT: ClaimLimit = ClaimLimit { lanes: 100, updates_per_lane: 100, updates: 10_000, bytes: u64::MAX };

fn update(id: i64, lane: i64) -> NewInboxUpdate {
    let json = format!(r#"{{"update_id": {id},  "x": "\u0000\n"}}"#);
    NewInboxUpdate { update: RawUpdate { id: UpdateId(id), json }, lane: Lane(lane), received_at: NOW }
}

/// Stores for `name`: where each stands in its lane, and whether that is theirs.
async fn put(inbox: &Arc<dyn Inbox>, name: &str, updates: &[NewInboxUpdate]) -> Vec<(i64, i64, bool)> {
    let placed = inbox.put(updates, &holder(name), NOW).await.unwrap();
    placed.into_iter().map(|placed| (placed.id.0, placed.position.0, placed.leased)).collect()
}

async fn put_aside(inbox: &Arc<dyn Inbox>, updates: &[NewInboxUpdate]) {
    inbox.put_aside(updates, NOW).await.unwrap();
}

async fn claim(inbox: &Arc<dyn Inbox>, name: &str, now: Timestamp) -> Vec<i64> {
    let claimed = inbox.claim(&holder(name), now, LIMIT).await.unwrap();
    claimed.into_iter().map(|update| update.update.id.0).collect()
}

/// How many of the drained lanes are not empty, or another's.
async fn remove(inbox: &Arc<dyn Inbox>, name: &str, ids: &[i64], drained: &[(i64, i64)]) -> usize {
    let done = DoneUpdates {
        ids: ids.iter().copied().map(UpdateId).collect(),
        drained: drained.iter().map(|(lane, last)| (Lane(*lane), Position(*last))).collect(),
    };
    drained.len() - inbox.remove(&done, &holder(name), NOW).await.unwrap().len()
}

/// What `name` takes over of those whose leases have run out.
async fn take_over(inbox: &Arc<dyn Inbox>, name: &str, now: Timestamp) -> Vec<i64> {
    let claimed = inbox.claim_expired(&holder(name), now, LIMIT).await.unwrap();
    claimed.into_iter().map(|update| update.update.id.0).collect()
}

async fn is_waiting(inbox: &Arc<dyn Inbox>, lane: i64) -> bool {
    !inbox.list_waiting(&[Lane(lane)]).await.unwrap().is_empty()
}

async fn pending(inbox: &Arc<dyn Inbox>) -> u64 {
    inbox.counts().await.unwrap().pending
}

async fn an_update_comes_out_as_it_went_in(inbox: &Arc<dyn Inbox>) {
    let new = update(1, -7);
    put_aside(inbox, std::slice::from_ref(&new)).await;
    put_aside(inbox, &[]).await;
    assert!(put(inbox, "a", &[]).await.is_empty());
    let claimed = inbox.claim(&holder("a"), NOW, LIMIT).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((&claimed[0].update, claimed[0].lane, claimed[0].position), (&new.update, new.lane, Position::FIRST));
    assert_eq!((claimed[0].received_at, claimed[0].attempts), (NOW, 0));
    assert_eq!(remove(inbox, "a", &[1], &[(-7, 1)]).await, 0);
    assert_eq!(remove(inbox, "a", &[1], &[]).await, 0);
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts::default());
    assert!(!is_waiting(inbox, -7).await);
}

async fn a_lane_comes_out_whole_in_the_order_in_which_it_was_stored(inbox: &Arc<dyn Inbox>) {
    put_aside(inbox, &[900, 901, 3, 2, 500].map(|id| update(id, 1))).await;
    put_aside(inbox, &[update(1, 1)]).await;
    assert_eq!(claim(inbox, "a", NOW).await, [900, 901, 3, 2, 500, 1]);
    assert!(claim(inbox, "b", NOW).await.is_empty());
}

async fn whoever_stores_into_an_empty_lane_has_leased_it(inbox: &Arc<dyn Inbox>) {
    assert_eq!(
        put(inbox, "a", &[update(5, 1), update(6, 2), update(7, 1)]).await,
        [(5, 1, true), (6, 1, true), (7, 2, true)]
    );
    assert_eq!(put(inbox, "a", &[update(8, 1)]).await, [(8, 3, true)]);
    assert!(claim(inbox, "b", NOW).await.is_empty());
    // An empty lane is nobody's, and begins anew.
    assert_eq!(remove(inbox, "a", &[5, 7, 8], &[(1, 3)]).await, 0);
    assert_eq!(put(inbox, "b", &[update(9, 1)]).await, [(9, 1, true)]);
}

async fn a_lane_that_another_holds_is_not_leased_and_its_holder_learns_that_more_was_stored(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1), update(2, 2)]).await;
    assert_eq!(put(inbox, "b", &[update(3, 1)]).await, [(3, 2, false)]);
    // The holder sees by the position that one came between.
    assert_eq!(put(inbox, "a", &[update(4, 1)]).await, [(4, 3, true)]);
    assert_eq!(remove(inbox, "a", &[1, 2], &[(1, 1), (2, 1)]).await, 1);
    assert_eq!(claim(inbox, "b", NOW).await, [3, 4]);
    assert_eq!(remove(inbox, "a", &[], &[(1, 3)]).await, 1, "it is not theirs any more");
    assert_eq!(remove(inbox, "b", &[3, 4], &[(1, 3)]).await, 0);
    assert!(!is_waiting(inbox, 1).await);
}

async fn what_is_put_aside_is_claimed_by_whoever_has_room(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1)]).await;
    put_aside(inbox, &[update(2, 1), update(3, 2)]).await;
    assert_eq!(claim(inbox, "b", NOW).await, [3]);
    assert_eq!(put(inbox, "a", &[update(4, 2)]).await, [(4, 2, false)]);
    assert_eq!(remove(inbox, "a", &[1], &[(1, 1)]).await, 1);
    assert_eq!(claim(inbox, "a", NOW).await, [2]);
}

async fn a_lane_in_which_something_is_left_is_never_let_go_of(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 7), update(2, 7)]).await;
    assert_eq!(remove(inbox, "a", &[2], &[(7, 2)]).await, 1, "the removal of the first was lost");
    assert_eq!(claim(inbox, "a", NOW).await, [1]);
    assert_eq!(remove(inbox, "a", &[1], &[(7, 1)]).await, 1, "the second was the last");
    assert!(claim(inbox, "a", NOW).await.is_empty());
    assert!(!is_waiting(inbox, 7).await);
    // The lane begins anew, and a removal of before comes late, or again.
    put(inbox, "a", &[update(3, 7)]).await;
    assert_eq!(remove(inbox, "a", &[1], &[(7, 1)]).await, 1);
    assert_eq!(claim(inbox, "b", NOW).await, [3]);
}

async fn a_lease_that_ran_out_is_none_for_whoever_stores(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 7)]).await;
    let later = inbox.put(&[update(2, 7)], &holder("a"), NOW.after(LEASE)).await.unwrap();
    assert!(!later[0].leased);
}

async fn a_lane_that_waits_holds_up_itself_alone(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1), update(2, 1), update(3, 2)]).await;
    inbox.defer(UpdateId(1), Lane(1), &holder("a"), later(10), 1).await.unwrap();
    assert_eq!(put(inbox, "a", &[update(4, 1)]).await, [(4, 3, false)]);
    assert!(claim(inbox, "a", later(9)).await.is_empty());
    let again = inbox.claim(&holder("b"), later(10), LIMIT).await.unwrap();
    assert_eq!(
        again.iter().map(|update| (update.update.id.0, update.attempts)).collect::<Vec<_>>(),
        [(1, 1), (2, 0), (4, 0)]
    );
    // Whoever has lost a lane changes nothing in it.
    inbox.defer(UpdateId(2), Lane(1), &holder("a"), NOW, 0).await.unwrap();
    assert!(claim(inbox, "c", later(20)).await.is_empty());
}

async fn what_is_stored_already_stays_as_it_is(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1), update(2, 1)]).await;
    assert_eq!(put(inbox, "b", &[update(3, 1), update(1, 9), update(1, 8), update(2, 9)]).await, [(3, 3, false)]);
    assert!(inbox.list_waiting(&[Lane(8), Lane(9)]).await.unwrap().is_empty());
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 3, dead_letters: 0 });
}

async fn a_dead_update_of_the_same_number_is_replaced(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1), update(2, 5)]).await;
    inbox.defer(UpdateId(1), Lane(1), &holder("a"), NOW, 6).await.unwrap();
    inbox.dead_letter(UpdateId(1), NOW).await.unwrap();
    let new = NewInboxUpdate { received_at: later(1), ..update(1, 5) };
    assert_eq!(put(inbox, "a", &[new]).await, [(1, 2, true)]);
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 2, dead_letters: 0 });
    inbox.release_leases(&holder("a"), NOW).await.unwrap();
    let claimed = inbox.claim(&holder("b"), later(1), LIMIT).await.unwrap();
    let told: Vec<_> = claimed.iter().map(|update| (update.update.id.0, update.lane.0, update.attempts)).collect();
    assert_eq!(told, [(2, 5, 0), (1, 5, 0)]);
}

async fn a_lease_runs_out_unless_it_is_renewed(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1), update(2, 1)]).await;
    assert!(inbox.renew(&holder("a"), &[Lane(1)], later(20)).await.unwrap().is_empty());
    assert_eq!(inbox.renew(&holder("b"), &[Lane(1)], later(90)).await.unwrap(), [Lane(1)]);
    assert!(take_over(inbox, "b", NOW.after(LEASE)).await.is_empty());
    assert!(claim(inbox, "b", later(20).after(LEASE)).await.is_empty(), "it is not free: its lease has run out");
    assert_eq!(take_over(inbox, "b", later(20).after(LEASE)).await, [1, 2]);
    assert!(take_over(inbox, "c", later(20).after(LEASE)).await.is_empty());
}

async fn whoever_renews_learns_which_leases_are_lost(inbox: &Arc<dyn Inbox>) {
    let lanes: Vec<Lane> = (1..=2_500).map(Lane).collect();
    put(inbox, "a", &(1..=2_500).map(|lane| update(lane, lane)).collect::<Vec<_>>()).await;
    assert!(inbox.renew(&holder("a"), &lanes, later(1)).await.unwrap().is_empty());
    remove(inbox, "a", &[1_500], &[(1_500, 1)]).await;
    inbox.defer(UpdateId(2_000), Lane(2_000), &holder("a"), later(2), 0).await.unwrap();
    inbox.defer(UpdateId(2_400), Lane(2_400), &holder("a"), later(2), 0).await.unwrap();
    assert_eq!(claim(inbox, "b", later(2)).await, [2_000, 2_400]);
    inbox.release_leases(&holder("b"), later(50)).await.unwrap();
    assert_eq!(inbox.renew(&holder("a"), &lanes, later(3)).await.unwrap(), [1_500, 2_000, 2_400].map(Lane));
    // One that ran out is kept unless somebody has taken it.
    assert!(inbox.renew(&holder("a"), &[Lane(1)], later(3).after(LEASE)).await.unwrap().is_empty());
}

async fn a_lease_that_its_holder_does_not_know_of_runs_out(inbox: &Arc<dyn Inbox>) {
    put_aside(inbox, &[update(1, 1), update(2, 2)]).await;
    assert_eq!(claim(inbox, "a", NOW).await, [1, 2]);
    inbox.renew(&holder("a"), &[Lane(1)], later(20)).await.unwrap();
    assert_eq!(take_over(inbox, "a", NOW.after(LEASE)).await, [2]);
}

async fn a_holder_gives_up_all_it_holds(inbox: &Arc<dyn Inbox>) {
    put(inbox, "a", &[update(1, 1)]).await;
    put(inbox, "b", &[update(2, 2)]).await;
    inbox.release_leases(&holder("a"), NOW).await.unwrap();
    assert_eq!(claim(inbox, "c", NOW).await, [1]);
}

async fn the_next_due_moment_is_that_of_the_first_lane_that_nobody_holds(inbox: &Arc<dyn Inbox>) {
    assert_eq!(inbox.next_due().await.unwrap(), None);
    put(inbox, "a", &[update(1, 1), update(2, 1)]).await;
    assert_eq!(inbox.next_due().await.unwrap(), None, "somebody has it");
    inbox.defer(UpdateId(1), Lane(1), &holder("a"), later(10), 0).await.unwrap();
    assert_eq!(inbox.next_due().await.unwrap(), Some(later(10)));
    put_aside(inbox, &[update(3, 2)]).await;
    assert_eq!(inbox.next_due().await.unwrap(), Some(NOW));
}

async fn a_lane_of_dead_updates_alone_is_let_go_of(inbox: &Arc<dyn Inbox>) {
    put_aside(inbox, &[update(1, 1)]).await;
    inbox.dead_letter(UpdateId(1), NOW).await.unwrap();
    assert!(claim(inbox, "a", NOW).await.is_empty());
    assert!(!is_waiting(inbox, 1).await);
    assert_eq!(put(inbox, "b", &[update(2, 1)]).await, [(2, 1, true)]);
}

async fn a_dead_update_is_kept_counted_and_pruned(inbox: &Arc<dyn Inbox>) {
    put_aside(inbox, &[update(1, 1), update(2, 2)]).await;
    inbox.dead_letter(UpdateId(1), later(5)).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 1, dead_letters: 1 });
    assert_eq!(claim(inbox, "a", later(99)).await, [2]);
    assert_eq!(inbox.prune_dead_letters(later(5)).await.unwrap(), 0);
    assert_eq!(inbox.prune_dead_letters(later(6)).await.unwrap(), 1);
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 1, dead_letters: 0 });
}

async fn lanes_in_which_something_waits_are_told_from_empty_ones(inbox: &Arc<dyn Inbox>) {
    put_aside(inbox, &[update(1, 1), update(2, 2)]).await;
    put(inbox, "a", &[update(3, 3)]).await;
    remove(inbox, "a", &[3], &[(3, 1)]).await;
    let mut waiting = inbox.list_waiting(&[1, 2, 3, 4].map(Lane)).await.unwrap();
    waiting.sort_by_key(|lane| lane.0);
    assert_eq!(waiting, [Lane(1), Lane(2)]);
    assert!(inbox.list_waiting(&[]).await.unwrap().is_empty());
}

async fn a_claim_keeps_to_its_limits_and_takes_what_has_been_due_for_longest(inbox: &Arc<dyn Inbox>) {
    for lane in 0..50 {
        let all: Vec<_> = (0..5).map(|turn| update(lane * 10 + turn, lane)).collect();
        inbox.put_aside(&all, later((50 - lane).unsigned_abs())).await.unwrap();
    }
    let few = ClaimLimit { lanes: 3, updates_per_lane: 2, ..LIMIT };
    let claimed = inbox.claim(&holder("a"), later(90), few).await.unwrap();
    let mut ids: Vec<_> = claimed.iter().map(|update| update.update.id.0).collect();
    ids.sort_unstable();
    assert_eq!(ids, [470, 471, 480, 481, 490, 491]);
    // What the claim did not take is there for the next.
    assert_eq!(remove(inbox, "a", &[470, 471], &[(47, 2)]).await, 1);
    assert_eq!(claim(inbox, "b", NOW).await, [472, 473, 474]);
}

async fn a_claim_brings_no_more_than_fits_and_leases_nothing_else(inbox: &Arc<dyn Inbox>) {
    for lane in 1..=4 {
        let all: Vec<_> = (0..3).map(|turn| update(lane * 10 + turn, lane)).collect();
        inbox.put_aside(&all, later(lane.unsigned_abs())).await.unwrap();
    }
    let ids = |limit: ClaimLimit| async move {
        let claimed = inbox.claim(&holder("a"), later(9), limit).await.unwrap();
        claimed.into_iter().map(|update| update.update.id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(ClaimLimit { updates: 5, ..LIMIT }).await, [10, 11, 12, 20, 21]);
    let size = update(30, 3).update.json.len() as u64;
    assert_eq!(ids(ClaimLimit { bytes: size + 1, ..LIMIT }).await, [30, 31]);
    assert_eq!(ids(ClaimLimit { bytes: 1, updates: 9, ..LIMIT }).await, [40], "one always fits");
    // What is left of a lane that was cut off is there for the next.
    assert_eq!(remove(inbox, "a", &[20, 21], &[(2, 2)]).await, 1);
    assert_eq!(claim(inbox, "b", later(9)).await, [22]);
}

async fn a_large_batch_is_stored(inbox: &Arc<dyn Inbox>) {
    let all: Vec<_> = (0..2_500).map(|id| update(id, 1)).collect();
    let placed = put(inbox, "a", &all).await;
    assert_eq!(placed, (0..2_500).map(|id| (id, id + 1, true)).collect::<Vec<_>>());
    assert_eq!(pending(inbox).await, 2_500);
}

/// Works off the inbox, and notes for each lane what was done in which order.
async fn work(inbox: Arc<dyn Inbox>, name: String, done: Arc<Mutex<HashMap<i64, Vec<i64>>>>) {
    loop {
        let few = ClaimLimit { lanes: 3, updates_per_lane: 7, ..LIMIT };
        let claimed = inbox.claim(&holder(&name), NOW, few).await.unwrap();
        if claimed.is_empty() && pending(&inbox).await == 0 {
            return;
        }
        for of_lane in claimed.chunk_by(|one, next| one.lane == next.lane) {
            let (lane, last) = of_lane.last().map(|update| (update.lane.0, update.position.0)).unwrap();
            let ids: Vec<i64> = of_lane.iter().map(|update| update.update.id.0).collect();
            done.lock().unwrap().entry(lane).or_default().extend(&ids);
            remove(&inbox, &name, &ids, &[(lane, last)]).await;
        }
    }
}

async fn many_who_claim_at_once_get_no_update_twice_and_keep_every_lane_in_order(inbox: &Arc<dyn Inbox>) {
    let all: Vec<_> = (0..600).map(|id| update(id, id % 30)).collect();
    put_aside(inbox, &all).await;
    let done = Arc::new(Mutex::new(HashMap::new()));
    let workers = (0..8).map(|worker| tokio::spawn(work(Arc::clone(inbox), format!("w{worker}"), Arc::clone(&done))));
    for worker in futures::future::join_all(workers).await {
        worker.unwrap();
    }
    let done = done.lock().unwrap();
    assert_eq!(done.len(), 30);
    for (lane, ids) in &*done {
        assert_eq!(*ids, (0..20).map(|turn| turn * 30 + lane).collect::<Vec<_>>(), "lane {lane}");
    }
}

/// Stores in a lane that others store in too, and works off whatever it leases by that.
async fn store_and_work(inbox: Arc<dyn Inbox>, name: String, first: i64, at_work: Arc<AtomicUsize>) -> usize {
    let mut done = 0;
    for id in first..first + 40 {
        let (_, position, leased) = put(&inbox, &name, &[update(id, 1)]).await[0];
        if position == 1 {
            assert!(leased);
            assert_eq!(at_work.fetch_add(1, Ordering::SeqCst), 0, "two hold one lane");
            tokio::task::yield_now().await;
            at_work.fetch_sub(1, Ordering::SeqCst);
            remove(&inbox, &name, &[id], &[(1, 1)]).await;
            done += 1;
        }
    }
    done
}

async fn many_who_store_in_one_lane_at_once_never_hold_it_at_the_same_time(inbox: &Arc<dyn Inbox>) {
    let at_work = Arc::new(AtomicUsize::new(0));
    let storing = (0..4).map(|worker| {
        tokio::spawn(store_and_work(Arc::clone(inbox), format!("w{worker}"), worker * 1_000, Arc::clone(&at_work)))
    });
    let mut done = 0;
    for task in futures::future::join_all(storing).await {
        done += task.unwrap();
    }
    assert_eq!(pending(inbox).await, 160 - done as u64);
    let rest = Arc::new(Mutex::new(HashMap::new()));
    for worker in 0..4 {
        inbox.release_leases(&holder(&format!("w{worker}")), NOW).await.unwrap();
    }
    work(Arc::clone(inbox), "last".to_owned(), Arc::clone(&rest)).await;
    assert_eq!(rest.lock().unwrap().values().map(Vec::len).sum::<usize>(), 160 - done);
    assert!(!is_waiting(inbox, 1).await);
}
