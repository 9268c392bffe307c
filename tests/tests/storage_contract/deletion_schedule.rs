//! The suite of `DeletionSchedule`.

use portcullis_domain::{ChatId, MessageId, ports::Deletion};

use super::stores::{Stores, later, on_both_databases};

on_both_databases! {
    what_is_due_is_claimed_oldest_first,
    the_next_is_due_when_the_earliest_is_or_a_claim_ends,
    of_two_who_claim_at_once_each_message_is_in_one_hand,
    what_was_claimed_and_not_removed_is_due_again,
    the_earlier_moment_counts,
    a_deletion_is_put_off_by_one_statement,
    what_was_removed_is_not_due,
}

fn deletion(message: i32, seconds: u64) -> Deletion {
    Deletion { chat: ChatId(-1), message: MessageId(message), due: later(seconds) }
}

/// The messages that are claimed at `seconds`, for ten seconds.
async fn claim(stores: &Stores, seconds: u64, limit: u64) -> Vec<i32> {
    let until = later(seconds + 10);
    let claimed = stores.deletions.claim_due(later(seconds), until, limit).await.unwrap();
    assert!(claimed.iter().all(|deletion| deletion.due == until));
    let mut messages: Vec<i32> = claimed.into_iter().map(|deletion| deletion.message.0).collect();
    messages.sort_unstable();
    messages
}

async fn what_is_due_is_claimed_oldest_first(stores: &Stores) {
    for deletion in [deletion(1, 20), deletion(2, 10), deletion(3, 30)] {
        stores.deletions.put(deletion).await.unwrap();
    }
    assert_eq!(claim(stores, 9, 9).await, [0; 0]);
    assert_eq!(claim(stores, 20, 1).await, [2]);
    assert_eq!(claim(stores, 20, 9).await, [1]);
}

async fn the_next_is_due_when_the_earliest_is_or_a_claim_ends(stores: &Stores) {
    assert_eq!(stores.deletions.next_due().await.unwrap(), None);
    for deletion in [deletion(1, 20), deletion(2, 10)] {
        stores.deletions.put(deletion).await.unwrap();
    }
    assert_eq!(stores.deletions.next_due().await.unwrap(), Some(later(10)));
    assert_eq!(claim(stores, 20, 9).await, [1, 2]);
    assert_eq!(stores.deletions.next_due().await.unwrap(), Some(later(30)));
}

async fn of_two_who_claim_at_once_each_message_is_in_one_hand(stores: &Stores) {
    for message in 0..50 {
        stores.deletions.put(deletion(message, 1)).await.unwrap();
    }
    let (first, second) = tokio::join!(claim(stores, 5, 50), claim(stores, 5, 50));
    let mut all = [first, second].concat();
    all.sort_unstable();
    assert_eq!(all, (0..50).collect::<Vec<_>>());
}

async fn what_was_claimed_and_not_removed_is_due_again(stores: &Stores) {
    stores.deletions.put(deletion(1, 0)).await.unwrap();
    assert_eq!(claim(stores, 0, 9).await, [1]);
    assert_eq!(claim(stores, 9, 9).await, [0; 0]);
    assert_eq!(claim(stores, 10, 9).await, [1]);
}

async fn the_earlier_moment_counts(stores: &Stores) {
    for seconds in [20, 10, 30] {
        stores.deletions.put(deletion(1, seconds)).await.unwrap();
    }
    assert_eq!(claim(stores, 9, 9).await, [0; 0]);
    assert_eq!(claim(stores, 10, 9).await, [1]);
}

async fn a_deletion_is_put_off_by_one_statement(stores: &Stores) {
    stores.deletions.put(deletion(1, 0)).await.unwrap();
    let before = stores.database.statement_count();
    stores.deletions.defer(deletion(1, 30)).await.unwrap();
    stores.deletions.defer(deletion(2, 30)).await.unwrap();
    assert_eq!(stores.database.statement_count() - before, 2);
    assert_eq!(claim(stores, 29, 9).await, [0; 0]);
    assert_eq!(claim(stores, 30, 9).await, [1], "what is not on the schedule is not put there");
}

async fn what_was_removed_is_not_due(stores: &Stores) {
    stores.deletions.put(deletion(1, 0)).await.unwrap();
    stores.deletions.put(Deletion { chat: ChatId(-2), ..deletion(1, 0) }).await.unwrap();
    stores.deletions.remove(ChatId(-1), MessageId(1)).await.unwrap();
    stores.deletions.remove(ChatId(-1), MessageId(1)).await.unwrap();
    assert_eq!(claim(stores, 99, 9).await.len(), 1);
}
