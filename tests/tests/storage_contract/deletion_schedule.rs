//! The suite of `DeletionSchedule`.

use portcullis_domain::{ChatId, MessageId, ports::Deletion};

use crate::stores::{Stores, later, on_both_databases};

on_both_databases! {
    what_is_due_comes_oldest_first,
    the_earlier_moment_counts,
    what_was_removed_is_not_due,
}

fn deletion(message: i32, seconds: u64) -> Deletion {
    Deletion { chat: ChatId(-1), message: MessageId(message), due: later(seconds) }
}

async fn what_is_due_comes_oldest_first(stores: &Stores) {
    for deletion in [deletion(1, 20), deletion(2, 10), deletion(3, 30)] {
        stores.deletions.put(deletion).await.unwrap();
    }
    assert_eq!(stores.deletions.list_due(later(9), 9).await.unwrap(), []);
    assert_eq!(stores.deletions.list_due(later(20), 9).await.unwrap(), [deletion(2, 10), deletion(1, 20)]);
    assert_eq!(stores.deletions.list_due(later(99), 1).await.unwrap(), [deletion(2, 10)]);
}

async fn the_earlier_moment_counts(stores: &Stores) {
    for seconds in [20, 10, 30] {
        stores.deletions.put(deletion(1, seconds)).await.unwrap();
    }
    assert_eq!(stores.deletions.list_due(later(99), 9).await.unwrap(), [deletion(1, 10)]);
}

async fn what_was_removed_is_not_due(stores: &Stores) {
    stores.deletions.put(deletion(1, 0)).await.unwrap();
    stores.deletions.put(Deletion { chat: ChatId(-2), ..deletion(1, 0) }).await.unwrap();
    stores.deletions.remove(ChatId(-1), MessageId(1)).await.unwrap();
    stores.deletions.remove(ChatId(-1), MessageId(1)).await.unwrap();
    assert_eq!(stores.deletions.list_due(later(99), 9).await.unwrap().len(), 1);
}
