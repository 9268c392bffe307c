//! The suite of `Census`.

use portcullis_domain::{
    UpdateId,
    event::Lane,
    inbox::{DoneUpdates, NewInboxUpdate, RawUpdate},
    ports::{Census, CensusCounts},
    restriction::{LiftReason, NewRestriction},
    settings::Mode,
};
use portcullis_storage::SqlCensus;

use super::stores::{
    ABSENT_GROUP, GROUP, MEMBER, NEWS, NOW, OTHER_GROUP, OTHER_MEMBER, SHOP, Stores, holder, later, on_both_databases,
    restriction,
};

on_both_databases! {
    an_empty_database_has_nothing_to_count,
    a_group_counts_while_its_gate_is_on_and_it_has_a_channel,
    a_person_counts_while_muted,
    an_update_counts_as_waiting_until_it_is_a_dead_letter,
}

async fn count(stores: &Stores) -> CensusCounts {
    SqlCensus::new(stores.database.clone()).take().await.unwrap()
}

async fn an_empty_database_has_nothing_to_count(stores: &Stores) {
    assert_eq!(count(stores).await, CensusCounts::default());
}

async fn a_group_counts_while_its_gate_is_on_and_it_has_a_channel(stores: &Stores) {
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.protect(ABSENT_GROUP, &[]).await;
    assert_eq!(count(stores).await.protected_groups, 2);
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    assert_eq!(count(stores).await.protected_groups, 1);
}

async fn a_person_counts_while_muted(stores: &Stores) {
    let first = stores.restrict(GROUP, MEMBER).await;
    stores.restrict(OTHER_GROUP, MEMBER).await;
    let observed = NewRestriction { mode: Mode::Observe, ..restriction(GROUP, OTHER_MEMBER) };
    stores.restrictions.open(&observed).await.unwrap();
    assert_eq!(count(stores).await.open_restrictions, 2);
    stores.restrictions.close(first.id, LiftReason::Pressed, later(1)).await.unwrap();
    assert_eq!(count(stores).await.open_restrictions, 1);
}

fn update(id: i64) -> NewInboxUpdate {
    let update = RawUpdate { id: UpdateId(id), json: "{}".to_owned() };
    NewInboxUpdate { update, lane: Lane(id), received_at: NOW }
}

async fn an_update_counts_as_waiting_until_it_is_a_dead_letter(stores: &Stores) {
    stores.inbox.put_aside(&[update(1), update(2), update(3)], NOW).await.unwrap();
    stores.inbox.dead_letter(UpdateId(1), later(1)).await.unwrap();
    let done = DoneUpdates { ids: vec![UpdateId(2)], drained: Vec::new() };
    stores.inbox.remove(&done, &holder("a"), NOW).await.unwrap();
    let counts = count(stores).await;
    assert_eq!((counts.pending_updates, counts.dead_letters), (1, 1));
}
