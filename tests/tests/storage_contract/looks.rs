//! The suite of `LookSchedule`.

use portcullis_domain::{
    Timestamp,
    look::{LOOK_LEASE, Look, LookTarget, next_daily_look, next_retry},
    ports::NextLook,
};

use super::stores::{GROUP, NEWS, NOW, OTHER_GROUP, Stores, later, on_both_databases};

on_both_databases! {
    what_was_protected_is_looked_at_within_a_day,
    what_nobody_has_looked_at_for_long_is_looked_at_at_the_start,
    what_is_broken_is_looked_at_at_the_start_and_every_few_minutes,
    a_failed_call_hastens_a_look_and_no_other,
    a_look_is_held_by_one_and_due_again_if_nobody_makes_it,
    what_is_missing_goes_before_what_is_only_old,
    the_next_look_is_due_when_a_chat_is_or_a_hold_ends,
}

async fn the_next_look_is_due_when_a_chat_is_or_a_hold_ends(stores: &Stores) {
    assert_eq!(stores.looks.next_due().await.unwrap(), None);
    stores.protect(GROUP, &[NEWS]).await;
    let daily = next_daily_look(GROUP.into(), NOW).min(next_daily_look(NEWS.into(), NOW));
    assert_eq!(stores.looks.next_due().await.unwrap(), Some(daily));
    stores.looks.hasten(NEWS.into(), later(7)).await.unwrap();
    assert_eq!(stores.looks.next_due().await.unwrap(), Some(later(7)));
    assert_eq!(due(stores, later(7)).await.len(), 1);
    assert_eq!(stores.looks.next_due().await.unwrap(), Some(later(7).after(LOOK_LEASE)));
}

async fn due(stores: &Stores, at: Timestamp) -> Vec<LookTarget> {
    stores.looks.claim(at, 10).await.unwrap().iter().map(|look| look.target).collect()
}

async fn what_was_protected_is_looked_at_within_a_day(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    assert_eq!(due(stores, NOW).await, []);
    stores.looks.hasten_stale(NOW.before(std::time::Duration::from_hours(1)), NOW).await.unwrap();
    assert_eq!(due(stores, NOW).await, [], "it was looked at when it was protected");
    let both = [LookTarget::Group(GROUP), LookTarget::Channel(NEWS)];
    assert_eq!(due(stores, later(26 * 3_600)).await, both);
}

async fn what_nobody_has_looked_at_for_long_is_looked_at_at_the_start(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.looks.hasten_stale(NOW, later(60)).await.unwrap();
    assert_eq!(due(stores, later(60)).await, [LookTarget::Group(GROUP), LookTarget::Channel(NEWS)]);
}

async fn what_is_broken_is_looked_at_at_the_start_and_every_few_minutes(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[]).await;
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    assert_eq!(due(stores, NOW).await, []);
    let look = stores.looks.claim(next_retry(1, NOW), 10).await.unwrap()[0];
    assert_eq!((look.target, look.misses), (LookTarget::Group(GROUP), 1));
    let next = NextLook { due: later(3_600), misses: 9 };
    stores.looks.finish(&look, NOW, next).await.unwrap();
    stores.looks.hasten_stale(NOW.before(std::time::Duration::from_hours(1)), NOW).await.unwrap();
    assert_eq!(due(stores, NOW).await, [LookTarget::Group(GROUP)]);

    stores.groups.note_can_enforce(GROUP).await.unwrap();
    assert_eq!(due(stores, later(3_600)).await, []);
    assert_eq!(due(stores, next_daily_look(GROUP.into(), NOW)).await[0], LookTarget::Group(GROUP));
}

async fn a_failed_call_hastens_a_look_and_no_other(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.looks.hasten(NEWS.into(), later(60)).await.unwrap();
    stores.looks.hasten(NEWS.into(), later(90)).await.unwrap();
    stores.looks.hasten(OTHER_GROUP.into(), NOW).await.unwrap();
    assert_eq!(due(stores, later(59)).await, []);
    let looks = stores.looks.claim(later(60), 10).await.unwrap();
    assert_eq!(looks.len(), 1);
    assert_eq!((looks[0].target, looks[0].misses), (LookTarget::Channel(NEWS), 1));

    // What is marked as broken already is looked at in its own time.
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    stores.looks.hasten(NEWS.into(), NOW).await.unwrap();
    assert_eq!(due(stores, NOW).await, []);
}

async fn a_look_is_held_by_one_and_due_again_if_nobody_makes_it(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.looks.hasten(GROUP.into(), NOW).await.unwrap();
    let look: Look = stores.looks.claim(NOW, 10).await.unwrap()[0];
    assert_eq!(due(stores, NOW).await, []);
    let again = stores.looks.claim(NOW.after(LOOK_LEASE), 10).await.unwrap()[0];
    assert_eq!(again.target, look.target);
    // Whoever held it before can no longer say when it is looked at next.
    stores.looks.finish(&look, NOW, NextLook { due: NOW, misses: 0 }).await.unwrap();
    assert_eq!(due(stores, NOW).await, []);
    stores.looks.finish(&again, NOW, NextLook { due: later(5), misses: 3 }).await.unwrap();
    let next = stores.looks.claim(later(5), 10).await.unwrap();
    assert_eq!(next.iter().map(|look| look.misses).collect::<Vec<_>>(), [3]);
}

async fn what_is_missing_goes_before_what_is_only_old(stores: &Stores) {
    stores.protect(GROUP, &[]).await;
    stores.protect(OTHER_GROUP, &[]).await;
    stores.looks.hasten_stale(NOW, NOW).await.unwrap();
    stores.looks.hasten(OTHER_GROUP.into(), NOW).await.unwrap();
    assert_eq!(stores.looks.claim(NOW, 1).await.unwrap()[0].target, LookTarget::Group(OTHER_GROUP));
}
