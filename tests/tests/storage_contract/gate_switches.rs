//! When the gate of a group was switched on.

use portcullis_domain::ports::Protection;
use portcullis_tests::sql;

use super::stores::{GROUP, NEWS, NOW, Stores, later, on_both_databases, protection};

on_both_databases! {
    it_is_known_when_the_gate_was_switched_on_for_the_last_time,
}

async fn it_is_known_when_the_gate_was_switched_on_for_the_last_time(stores: &Stores) {
    let since = async || stores.groups.find(GROUP).await.unwrap().unwrap().switched_on_at;
    let protect_at = async |at| stores.groups.protect(&Protection { at, ..protection(GROUP, &[NEWS]) }).await.unwrap();
    protect_at(later(1)).await;
    // While it is on, nothing switches it on.
    protect_at(later(2)).await;
    assert!(stores.groups.enable(GROUP).await.unwrap());
    assert_eq!(since().await, later(1));
    assert!(stores.groups.disable(GROUP).await.unwrap());
    protect_at(later(3)).await;
    assert_eq!(since().await, later(3));
    assert!(stores.groups.disable(GROUP).await.unwrap() && stores.groups.enable(GROUP).await.unwrap());
    assert_eq!(since().await, NOW, "the repository's own clock says when");

    // A row of an older version: its gate was switched on as the group was protected.
    sql::run(&stores.address, "UPDATE protected_groups SET switched_on_at = NULL").await;
    assert_eq!(since().await, later(1));
}
