//! The suite of `Announcements`, and of what makes one due.

use portcullis_domain::{
    announcement::{ANNOUNCEMENT_LEASE, Ability, Announcement},
    ports::Protection,
};

use super::stores::{GROUP, NEWS, NOW, OTHER_GROUP, SHOP, Stores, later, on_both_databases, protection};

on_both_databases! {
    a_group_that_works_has_nothing_to_announce,
    what_is_lost_is_due_until_it_is_announced,
    a_lost_channel_is_due_in_each_of_its_groups,
    what_changes_while_it_is_announced_is_due_again,
    an_announcement_is_held_by_one_and_due_again_if_nobody_makes_it,
    the_next_is_due_when_one_is_or_a_hold_ends,
    whoever_protects_again_has_heard_of_it_and_the_others_have_not,
    what_was_lost_while_the_gate_was_off_is_due_when_it_is_on_again,
}

async fn claim(stores: &Stores) -> Vec<Announcement> {
    stores.announcements.claim(NOW, 10).await.unwrap()
}

/// What is due, which is then announced.
async fn announced(stores: &Stores) -> Vec<(portcullis_domain::GroupId, Ability, bool, bool)> {
    let mut due = Vec::new();
    for announcement in claim(stores).await {
        let Announcement { group, ability, is_held, was_announced_held, .. } = announcement;
        due.push((group, ability, is_held, was_announced_held));
        stores.announcements.finish(&announcement, is_held).await.unwrap();
    }
    due.sort_by_key(|(group, ..)| std::cmp::Reverse(*group));
    due
}

async fn a_group_that_works_has_nothing_to_announce(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.note_can_enforce(GROUP).await.unwrap();
    stores.groups.note_can_check(NEWS).await.unwrap();
    assert_eq!(claim(stores).await, []);
}

async fn what_is_lost_is_due_until_it_is_announced(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    assert_eq!(announced(stores).await, [(GROUP, Ability::Enforce, false, true)]);
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    assert_eq!(claim(stores).await, [], "it is no news");
    stores.groups.note_can_enforce(GROUP).await.unwrap();
    assert_eq!(announced(stores).await, [(GROUP, Ability::Enforce, true, false)]);
    assert_eq!(claim(stores).await, []);
}

async fn a_lost_channel_is_due_in_each_of_its_groups(stores: &Stores) {
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let before = stores.database.statement_count();
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    assert_eq!(stores.database.statement_count() - before, 3, "however many groups have it");
    let lost = (Ability::Check(NEWS), false, true);
    assert_eq!(announced(stores).await, [GROUP, OTHER_GROUP].map(|group| (group, lost.0, lost.1, lost.2)));
    stores.groups.note_can_check(NEWS).await.unwrap();
    assert_eq!(announced(stores).await, [GROUP, OTHER_GROUP].map(|group| (group, lost.0, true, false)));
}

async fn what_changes_while_it_is_announced_is_due_again(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    let held = claim(stores).await[0];
    stores.groups.note_can_enforce(GROUP).await.unwrap();
    assert!(!stores.announcements.put_off(&held, later(60)).await.unwrap(), "it is held no more");
    stores.announcements.finish(&held, false).await.unwrap();
    assert_eq!(announced(stores).await, [(GROUP, Ability::Enforce, true, false)]);
}

async fn an_announcement_is_held_by_one_and_due_again_if_nobody_makes_it(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    let held = claim(stores).await;
    assert_eq!(held.len(), 2);
    assert_eq!(claim(stores).await, []);
    for announcement in &held {
        assert!(stores.announcements.put_off(announcement, later(60)).await.unwrap());
    }
    assert_eq!(stores.announcements.claim(NOW.after(ANNOUNCEMENT_LEASE), 10).await.unwrap(), []);
    assert_eq!(stores.announcements.claim(later(60), 10).await.unwrap().len(), 2);
}

async fn the_next_is_due_when_one_is_or_a_hold_ends(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    assert_eq!(stores.announcements.next_due().await.unwrap(), None);
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    assert_eq!(stores.announcements.next_due().await.unwrap(), Some(NOW));
    let held = claim(stores).await[0];
    assert_eq!(stores.announcements.next_due().await.unwrap(), Some(held.lease));
    stores.announcements.put_off(&held, later(60)).await.unwrap();
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    assert_eq!(claim(stores).await.len(), 1);
    assert_eq!(stores.announcements.next_due().await.unwrap(), Some(NOW.after(ANNOUNCEMENT_LEASE).min(later(60))));
}

async fn whoever_protects_again_has_heard_of_it_and_the_others_have_not(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    assert_eq!(announced(stores).await.len(), 3);
    stores.groups.protect(&Protection { at: NOW, ..protection(GROUP, &[NEWS]) }).await.unwrap();
    assert_eq!(announced(stores).await, [(OTHER_GROUP, Ability::Check(NEWS), true, false)]);
}

async fn what_was_lost_while_the_gate_was_off_is_due_when_it_is_on_again(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.disable(GROUP).await.unwrap();
    stores.groups.note_cannot_check(NEWS).await.unwrap();
    // Nobody is told while the gate is off.
    let held = claim(stores).await[0];
    stores.announcements.finish(&held, held.was_announced_held).await.unwrap();
    assert_eq!(claim(stores).await, []);
    stores.groups.enable(GROUP).await.unwrap();
    let due = announced(stores).await;
    assert!(due.contains(&(GROUP, Ability::Check(NEWS), false, true)), "{due:?}");
}
