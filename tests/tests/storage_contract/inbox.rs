//! The suite of `Inbox`.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{InboxCounts, NewInboxUpdate, RawUpdate},
    lease::LEASE,
    ports::{InMemoryInbox, Inbox},
};

use crate::stores::{NOW, holder, later, run_each};

/// Runs each case on both databases and in memory.
macro_rules! on_every_inbox {
    ($($case:ident),* $(,)?) => {
        run_each!(sqlite, &crate::stores::Stores::sqlite().await.inbox, $($case),*);
        run_each!(postgres, &crate::stores::Stores::postgres().await.inbox, $($case),*);
        run_each!(in_memory, &super::in_memory(), $($case),*);
    };
}

on_every_inbox! {
    an_update_comes_out_as_it_went_in,
    updates_of_one_batch_keep_their_order_whatever_their_numbers,
    only_the_oldest_of_a_lane_is_claimed,
    an_update_that_waits_holds_up_its_own_lane_alone,
    what_is_stored_already_stays_as_it_is,
    a_dead_update_of_the_same_number_is_replaced,
    a_lease_runs_out_unless_it_is_renewed,
    a_lease_that_its_holder_does_not_know_of_runs_out,
    a_holder_gives_up_all_it_holds,
    the_next_due_moment_is_that_of_the_first_that_nobody_holds,
    a_dead_update_is_kept_counted_and_pruned,
    what_waits_is_told_from_what_is_done_or_dead_lettered,
    a_claim_keeps_to_its_limit_and_takes_the_oldest,
    a_large_batch_is_stored,
    many_who_claim_at_once_get_no_update_twice_and_keep_every_lane_in_order,
    updates_stored_side_by_side_keep_the_order_of_their_lanes,
}

fn in_memory() -> Arc<dyn Inbox> {
    Arc::new(InMemoryInbox::default())
}

fn update(id: i64, lane: i64) -> NewInboxUpdate {
    let json = format!(r#"{{"update_id": {id},  "x": "\u0000\n"}}"#);
    NewInboxUpdate { update: RawUpdate { id: UpdateId(id), json }, lane: Lane(lane), received_at: NOW }
}

async fn claim(inbox: &Arc<dyn Inbox>, name: &str, now: Timestamp) -> Vec<i64> {
    let claimed = inbox.claim(&holder(name), now, 100).await.unwrap();
    claimed.into_iter().map(|update| update.update.id.0).collect()
}

async fn an_update_comes_out_as_it_went_in(inbox: &Arc<dyn Inbox>) {
    let new = update(1, -7);
    inbox.put(std::slice::from_ref(&new)).await.unwrap();
    inbox.put(&[]).await.unwrap();
    let claimed = inbox.claim(&holder("a"), NOW, 1).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((&claimed[0].update, claimed[0].lane), (&new.update, new.lane));
    assert_eq!((claimed[0].received_at, claimed[0].attempts), (NOW, 0));
    inbox.remove(UpdateId(1)).await.unwrap();
    inbox.remove(UpdateId(1)).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts::default());
}

async fn updates_of_one_batch_keep_their_order_whatever_their_numbers(inbox: &Arc<dyn Inbox>) {
    let numbers = [900, 901, 3, 2, 500];
    inbox.put(&numbers.map(|id| update(id, 1))).await.unwrap();
    inbox.put(&[update(1, 1)]).await.unwrap();
    for number in numbers.into_iter().chain([1]) {
        assert_eq!(claim(inbox, "a", NOW).await, [number]);
        inbox.remove(UpdateId(number)).await.unwrap();
    }
}

async fn only_the_oldest_of_a_lane_is_claimed(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 1), update(3, 2)]).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW).await, [1, 3]);
    assert!(claim(inbox, "a", NOW).await.is_empty());
    inbox.remove(UpdateId(1)).await.unwrap();
    assert_eq!(claim(inbox, "b", NOW).await, [2]);
}

async fn an_update_that_waits_holds_up_its_own_lane_alone(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 1), update(3, 2)]).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW).await, [1, 3]);
    inbox.defer(UpdateId(1), later(10), 1).await.unwrap();
    inbox.remove(UpdateId(3)).await.unwrap();
    assert!(claim(inbox, "a", later(9)).await.is_empty());
    let again = inbox.claim(&holder("b"), later(10), 9).await.unwrap();
    assert_eq!((again[0].update.id, again[0].attempts, again.len()), (UpdateId(1), 1, 1));
    inbox.dead_letter(UpdateId(1), later(10)).await.unwrap();
    assert_eq!(claim(inbox, "a", later(10)).await, [2]);
}

async fn what_is_stored_already_stays_as_it_is(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 1)]).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW).await, [1]);
    inbox.put(&[update(3, 1), update(1, 9), update(1, 8), update(2, 9)]).await.unwrap();
    assert!(claim(inbox, "b", NOW).await.is_empty());
    inbox.remove(UpdateId(1)).await.unwrap();
    assert_eq!(claim(inbox, "b", NOW).await, [2]);
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 2, dead_letters: 0 });
}

async fn a_dead_update_of_the_same_number_is_replaced(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 5)]).await.unwrap();
    inbox.defer(UpdateId(1), NOW, 6).await.unwrap();
    inbox.dead_letter(UpdateId(1), NOW).await.unwrap();
    let new = NewInboxUpdate { received_at: later(1), ..update(1, 5) };
    inbox.put(&[new]).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 2, dead_letters: 0 });
    // It stands behind what came before it, not where the dead one stood.
    assert_eq!(claim(inbox, "a", later(1)).await, [2]);
    inbox.remove(UpdateId(2)).await.unwrap();
    let claimed = inbox.claim(&holder("a"), later(1), 9).await.unwrap();
    assert_eq!((claimed[0].lane, claimed[0].attempts), (Lane(5), 0));
}

async fn a_lease_runs_out_unless_it_is_renewed(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 1)]).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW).await, [1]);
    inbox.renew(&holder("a"), &[UpdateId(1)], later(20)).await.unwrap();
    inbox.renew(&holder("b"), &[UpdateId(1)], later(90)).await.unwrap();
    assert!(claim(inbox, "b", NOW.after(LEASE)).await.is_empty());
    assert_eq!(claim(inbox, "b", later(20).after(LEASE)).await, [1]);
}

async fn a_lease_that_its_holder_does_not_know_of_runs_out(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 2)]).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW).await, [1, 2]);
    inbox.renew(&holder("a"), &[UpdateId(1)], later(20)).await.unwrap();
    assert_eq!(claim(inbox, "a", NOW.after(LEASE)).await, [2]);
}

async fn a_holder_gives_up_all_it_holds(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 2)]).await.unwrap();
    assert_eq!(inbox.claim(&holder("a"), NOW, 1).await.unwrap().len(), 1);
    assert_eq!(claim(inbox, "b", NOW).await, [2]);
    inbox.release_leases(&holder("a")).await.unwrap();
    assert_eq!(claim(inbox, "c", NOW).await, [1]);
}

async fn the_next_due_moment_is_that_of_the_first_that_nobody_holds(inbox: &Arc<dyn Inbox>) {
    assert_eq!(inbox.next_due().await.unwrap(), None);
    inbox.put(&[update(1, 1), update(2, 1)]).await.unwrap();
    assert_eq!(inbox.next_due().await.unwrap(), Some(NOW));
    claim(inbox, "a", NOW).await;
    // What waits behind another of its lane is not due, or whoever asks would ask for ever.
    assert_eq!(inbox.next_due().await.unwrap(), None);
    inbox.defer(UpdateId(1), later(10), 0).await.unwrap();
    inbox.put(&[NewInboxUpdate { received_at: later(20), ..update(3, 2) }]).await.unwrap();
    assert_eq!(inbox.next_due().await.unwrap(), Some(later(10)));
    inbox.dead_letter(UpdateId(1), NOW).await.unwrap();
    assert_eq!(inbox.next_due().await.unwrap(), Some(NOW));
}

async fn what_waits_is_told_from_what_is_done_or_dead_lettered(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 2), update(3, 3), update(4, 4)]).await.unwrap();
    inbox.remove(UpdateId(2)).await.unwrap();
    inbox.dead_letter(UpdateId(3), NOW).await.unwrap();
    let asked: Vec<_> = (1..=3).map(UpdateId).chain([UpdateId(99)]).collect();
    assert_eq!(inbox.list_waiting(&asked).await.unwrap(), [UpdateId(1)]);
    assert!(inbox.list_waiting(&[]).await.unwrap().is_empty());
}

async fn a_dead_update_is_kept_counted_and_pruned(inbox: &Arc<dyn Inbox>) {
    inbox.put(&[update(1, 1), update(2, 2)]).await.unwrap();
    inbox.dead_letter(UpdateId(1), later(5)).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 1, dead_letters: 1 });
    assert_eq!(claim(inbox, "a", later(99)).await, [2]);
    assert_eq!(inbox.prune_dead_letters(later(5)).await.unwrap(), 0);
    assert_eq!(inbox.prune_dead_letters(later(6)).await.unwrap(), 1);
    assert_eq!(inbox.counts().await.unwrap(), InboxCounts { pending: 1, dead_letters: 0 });
}

async fn a_claim_keeps_to_its_limit_and_takes_the_oldest(inbox: &Arc<dyn Inbox>) {
    let all: Vec<_> = (0..50).map(|id| update(1_000 - id, id)).collect();
    inbox.put(&all).await.unwrap();
    let claimed = inbox.claim(&holder("a"), NOW, 3).await.unwrap();
    assert_eq!(claimed.iter().map(|update| update.lane.0).collect::<Vec<_>>(), [0, 1, 2]);
}

async fn a_large_batch_is_stored(inbox: &Arc<dyn Inbox>) {
    let all: Vec<_> = (0..2_500).map(|id| update(id, 1)).collect();
    inbox.put(&all).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap().pending, 2_500);
    assert_eq!(claim(inbox, "a", NOW).await, [0]);
}

/// Works off the inbox, and notes for each lane what was done in which order.
async fn work(inbox: Arc<dyn Inbox>, name: String, done: Arc<Mutex<HashMap<i64, Vec<i64>>>>) {
    loop {
        let claimed = inbox.claim(&holder(&name), NOW, 7).await.unwrap();
        let lanes: HashSet<Lane> = claimed.iter().map(|update| update.lane).collect();
        assert_eq!(lanes.len(), claimed.len(), "two of one lane");
        if claimed.is_empty() && inbox.counts().await.unwrap().pending == 0 {
            return;
        }
        for update in claimed {
            done.lock().unwrap().entry(update.lane.0).or_default().push(update.update.id.0);
            inbox.remove(update.update.id).await.unwrap();
        }
    }
}

async fn many_who_claim_at_once_get_no_update_twice_and_keep_every_lane_in_order(inbox: &Arc<dyn Inbox>) {
    let all: Vec<_> = (0..600).map(|id| update(id, id % 30)).collect();
    inbox.put(&all).await.unwrap();
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

async fn updates_stored_side_by_side_keep_the_order_of_their_lanes(inbox: &Arc<dyn Inbox>) {
    let done = Arc::new(Mutex::new(HashMap::new()));
    let store = |from: i64| {
        let inbox = Arc::clone(inbox);
        tokio::spawn(async move {
            for id in from..from + 100 {
                inbox.put(&[update(id, from)]).await.unwrap();
            }
        })
    };
    let storing = [store(0), store(1_000), store(2_000)];
    for task in storing {
        task.await.unwrap();
    }
    let workers = (0..4).map(|worker| tokio::spawn(work(Arc::clone(inbox), format!("w{worker}"), Arc::clone(&done))));
    for worker in futures::future::join_all(workers).await {
        worker.unwrap();
    }
    for (lane, ids) in &*done.lock().unwrap() {
        assert_eq!(*ids, (*lane..lane + 100).collect::<Vec<_>>());
    }
}
