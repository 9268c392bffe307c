//! The suite of `NoticeRefusals`.

use portcullis_domain::{notice::NoticeRefusal, ports::NoticeRefusals};
use portcullis_storage::SqlNoticeRefusals;

use super::stores::{GROUP, NOW, OTHER_GROUP, Stores, later, on_both_databases};

on_both_databases! {
    a_refusal_is_found_until_a_notice_is_posted,
    another_refusal_does_not_forget_that_the_owner_was_told,
}

fn refusals(stores: &Stores) -> SqlNoticeRefusals {
    SqlNoticeRefusals::new(stores.database.clone())
}

async fn a_refusal_is_found_until_a_notice_is_posted(stores: &Stores) {
    let refusals = refusals(stores);
    refusals.put(GROUP, NOW).await.unwrap();
    let refusal = NoticeRefusal { group: GROUP, at: NOW, is_owner_told: false };
    assert_eq!(refusals.find(GROUP).await.unwrap(), Some(refusal));
    assert_eq!(refusals.find(OTHER_GROUP).await.unwrap(), None);
    assert_eq!(refusals.list().await.unwrap(), [refusal]);
    refusals.remove(GROUP).await.unwrap();
    assert_eq!(refusals.list().await.unwrap(), []);
    refusals.remove(GROUP).await.unwrap();
}

async fn another_refusal_does_not_forget_that_the_owner_was_told(stores: &Stores) {
    let refusals = refusals(stores);
    refusals.put(GROUP, NOW).await.unwrap();
    refusals.set_owner_told(GROUP).await.unwrap();
    refusals.put(GROUP, later(9)).await.unwrap();
    let refusal = NoticeRefusal { group: GROUP, at: later(9), is_owner_told: true };
    assert_eq!(refusals.find(GROUP).await.unwrap(), Some(refusal));
}
