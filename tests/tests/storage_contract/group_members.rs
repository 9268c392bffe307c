//! The suite of `GroupMemberRepository`.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use portcullis_domain::{
    GroupId, UserId,
    ports::{SeenUsername, Sighting},
};

use super::stores::{
    ABSENT_GROUP, GROUP, MEMBER, NEWS, NOW, OTHER_GROUP, OTHER_MEMBER, SHOP, Stores, later, on_both_databases,
};

on_both_databases! {
    people_are_noted_in_groups_that_nobody_has_protected_too,
    whoever_was_not_seen_lately_is_left_out_where_that_is_asked_for,
    of_a_group_without_a_gate_that_the_bot_has_left_nobody_is_known,
    a_person_is_seen_in_the_groups_that_require_a_channel,
    groups_of_a_person_come_latest_first,
    it_is_known_when_a_person_was_first_seen_in_a_group,
    a_later_sighting_keeps_a_person_and_an_earlier_does_not_age_them,
    many_sightings_at_once_are_noted,
    however_many_sightings_there_are_they_are_one_statement_of_one_text_and_a_look_at_who_opted_out,
    two_who_note_the_same_people_do_not_lock_each_other_out,
    a_person_is_found_by_the_name_they_were_last_seen_by_in_this_group_alone,
    a_name_changes_hands_and_goes,
    each_person_is_welcomed_once_in_a_group_seen_before_or_not,
    of_two_who_welcome_the_same_people_one_is_told_of_each,
    the_people_of_one_group_are_listed_page_by_page_with_those_who_are_muted,
    whoever_left_is_forgotten_in_that_group_alone,
}

fn seen(group: GroupId, user: UserId, seconds: u64) -> Sighting {
    Sighting { group, user, at: later(seconds) }
}

fn named(user: UserId, username: Option<&str>, seconds: u64) -> SeenUsername {
    SeenUsername { user, username: username.map(str::to_owned), at: later(seconds) }
}

async fn it_is_known_when_a_person_was_first_seen_in_a_group(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 3), seen(OTHER_GROUP, MEMBER, 5)]).await.unwrap();
    stores.members.record(&[seen(GROUP, MEMBER, 9)]).await.unwrap();
    let first = async |group, user| stores.members.first_seen(group, user).await.unwrap();
    assert_eq!((first(GROUP, MEMBER).await, first(OTHER_GROUP, MEMBER).await), (Some(later(3)), Some(later(5))));
    assert_eq!((first(GROUP, OTHER_MEMBER).await, first(ABSENT_GROUP, MEMBER).await), (None, None));
}

async fn a_person_is_found_by_the_name_they_were_last_seen_by_in_this_group_alone(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 0), seen(OTHER_GROUP, OTHER_MEMBER, 0)]).await.unwrap();
    let names = [named(MEMBER, Some("Mo_1"), 1), named(OTHER_MEMBER, Some("otto"), 1)];
    stores.members.record_usernames(&names).await.unwrap();
    let find = async |group, name: &'static str| stores.members.find_by_username(group, name).await.unwrap();
    assert_eq!(find(GROUP, "mO_1").await, Some(MEMBER));
    assert_eq!(
        (find(OTHER_GROUP, "mo_1").await, find(GROUP, "otto").await, find(GROUP, "mo").await),
        (None, None, None)
    );
    let known = stores.members.list_usernames(&[OTHER_MEMBER, MEMBER, UserId(404)]).await.unwrap();
    assert_eq!(known, [(OTHER_MEMBER, "otto".to_owned()), (MEMBER, "mo_1".to_owned())]);
    // What was seen earlier comes too late.
    stores.members.record_usernames(&[named(MEMBER, Some("older"), 0)]).await.unwrap();
    stores.members.record_usernames(&[named(MEMBER, None, 0)]).await.unwrap();
    assert_eq!(find(GROUP, "mo_1").await, Some(MEMBER));
    stores.members.prune(later(9)).await.unwrap();
    assert_eq!(stores.members.list_usernames(&[MEMBER, OTHER_MEMBER]).await.unwrap(), []);
}

async fn a_name_changes_hands_and_goes(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 0), seen(GROUP, OTHER_MEMBER, 0)]).await.unwrap();
    let find = async || stores.members.find_by_username(GROUP, "tea").await.unwrap();
    let both = [named(OTHER_MEMBER, Some("tea"), 2), named(MEMBER, Some("tea"), 1)];
    stores.members.record_usernames(&both).await.unwrap();
    assert_eq!(find().await, Some(OTHER_MEMBER));
    stores.members.record_usernames(&[named(MEMBER, Some("tea"), 3), named(MEMBER, Some("x"), 1)]).await.unwrap();
    assert_eq!(find().await, Some(MEMBER));
    stores.members.record_usernames(&[named(MEMBER, None, 4), named(OTHER_MEMBER, Some("cake"), 5)]).await.unwrap();
    assert_eq!(find().await, None);
}

async fn people_are_noted_in_groups_that_nobody_has_protected_too(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.members.record(&[seen(ABSENT_GROUP, MEMBER, 9), seen(GROUP, MEMBER, 0)]).await.unwrap();
    stores.members.record(&[seen(ABSENT_GROUP, OTHER_MEMBER, 0)]).await.unwrap();
    stores.members.record(&[]).await.unwrap();
    assert_eq!(stores.members.count(GROUP).await.unwrap(), 1);
    assert_eq!(stores.members.count(ABSENT_GROUP).await.unwrap(), 2);
    // Nobody is asked about where nobody was ever gated.
    assert_eq!(stores.members.list_groups_of(MEMBER, 9).await.unwrap(), [GROUP]);
    assert_eq!(stores.members.prune(later(1)).await.unwrap(), 2);
    assert_eq!(stores.members.count(ABSENT_GROUP).await.unwrap(), 1);
}

async fn whoever_was_not_seen_lately_is_left_out_where_that_is_asked_for(stores: &Stores) {
    let sightings: Vec<_> =
        (1..=4).map(|user| seen(ABSENT_GROUP, UserId(user), u64::try_from(user).unwrap())).collect();
    stores.members.record(&sightings).await.unwrap();
    assert_eq!(stores.members.count_seen_since(ABSENT_GROUP, later(2)).await.unwrap(), 3);
    let listed = stores.members.list_page(ABSENT_GROUP, Some(UserId(2)), Some(later(2)), 9, NOW).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.user).collect::<Vec<_>>(), [UserId(3), UserId(4)]);
    assert_eq!(stores.members.list_page(ABSENT_GROUP, None, Some(later(5)), 9, NOW).await.unwrap(), []);
}

async fn of_a_group_without_a_gate_that_the_bot_has_left_nobody_is_known(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    for group in [GROUP, OTHER_GROUP, ABSENT_GROUP] {
        stores.members.record(&[seen(group, MEMBER, 0)]).await.unwrap();
        stores.groups.note_removed(group).await.unwrap();
        let known = u64::from(group == GROUP);
        assert_eq!(stores.members.count(group).await.unwrap(), known, "{group}");
    }
}

async fn a_person_is_seen_in_the_groups_that_require_a_channel(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS, SHOP]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 0)]).await.unwrap();
    let before = stores.database.statement_count();
    assert_eq!(stores.members.list_seen_in(MEMBER, NEWS).await.unwrap(), [GROUP]);
    assert_eq!(stores.database.statement_count() - before, 1, "however many groups require it");
    assert_eq!(stores.members.list_seen_in(MEMBER, SHOP).await.unwrap(), []);
    stores.groups.disable(GROUP).await.unwrap();
    assert_eq!(stores.members.list_seen_in(MEMBER, NEWS).await.unwrap(), []);
}

async fn groups_of_a_person_come_latest_first(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 1), seen(OTHER_GROUP, MEMBER, 2)]).await.unwrap();
    assert_eq!(stores.members.list_groups_of(MEMBER, 9).await.unwrap(), [OTHER_GROUP, GROUP]);
    assert_eq!(stores.members.list_groups_of(MEMBER, 1).await.unwrap(), [OTHER_GROUP]);
}

async fn a_later_sighting_keeps_a_person_and_an_earlier_does_not_age_them(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    for seconds in [5, 9, 7] {
        stores.members.record(&[seen(GROUP, MEMBER, seconds)]).await.unwrap();
    }
    assert_eq!(stores.members.prune(later(9)).await.unwrap(), 0);
    assert_eq!(stores.members.prune(later(10)).await.unwrap(), 1);
    assert_eq!(stores.members.count(GROUP).await.unwrap(), 0);
}

async fn many_sightings_at_once_are_noted(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let mut all: Vec<_> = (0..20_000).map(|user| Sighting { group: GROUP, user: UserId(user), at: NOW }).collect();
    all.push(seen(GROUP, UserId(3), 5));
    stores.members.record(&all).await.unwrap();
    assert_eq!(stores.members.count(GROUP).await.unwrap(), 20_000);
    assert_eq!(stores.members.prune(later(1)).await.unwrap(), 19_999);
}

async fn however_many_sightings_there_are_they_are_one_statement_of_one_text_and_a_look_at_who_opted_out(
    stores: &Stores,
) {
    stores.protect(GROUP, &[NEWS]).await;
    let texts = Arc::<Mutex<HashSet<String>>>::default();
    let seen_texts = Arc::clone(&texts);
    let is_observed = stores.database.on_statement(move |statement| {
        seen_texts.lock().unwrap().insert(statement.sql.to_owned());
    });
    assert!(is_observed);
    let before = stores.database.statement_count();
    for people in [1, 2, 10, 300] {
        let all: Vec<_> = (0..people).map(|user| seen(GROUP, UserId(user), 0)).collect();
        stores.members.record(&all).await.unwrap();
    }
    assert_eq!(stores.database.statement_count() - before, 4 * 2);
    assert_eq!(texts.lock().unwrap().len(), 2, "each connection keeps what it has prepared");
}

async fn two_who_note_the_same_people_do_not_lock_each_other_out(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let upwards: Vec<_> = (0..500).map(|user| seen(GROUP, UserId(user), 0)).collect();
    let downwards: Vec<_> = upwards.iter().rev().copied().collect();
    for _ in 0..10 {
        let (one, other) = futures::join!(stores.members.record(&upwards), stores.members.record(&downwards));
        one.unwrap();
        other.unwrap();
    }
}

async fn each_person_is_welcomed_once_in_a_group_seen_before_or_not(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    stores.members.record(&[seen(GROUP, MEMBER, 5)]).await.unwrap();
    let claim = async |group, people: &[UserId]| {
        let mut claimed = stores.members.claim_welcomes(group, people, later(9)).await.unwrap();
        claimed.sort_unstable();
        claimed
    };
    assert_eq!(claim(GROUP, &[]).await, []);
    assert_eq!(claim(GROUP, &[MEMBER]).await, [MEMBER]);
    assert_eq!(claim(GROUP, &[MEMBER, OTHER_MEMBER, OTHER_MEMBER]).await, [OTHER_MEMBER]);
    assert_eq!(claim(GROUP, &[MEMBER, OTHER_MEMBER]).await, []);
    assert_eq!(claim(OTHER_GROUP, &[MEMBER]).await, [MEMBER]);
    assert_eq!(claim(ABSENT_GROUP, &[MEMBER]).await, []);
    // A sighting leaves it as it is; and the welcome is none.
    stores.members.record(&[seen(GROUP, OTHER_MEMBER, 20)]).await.unwrap();
    assert_eq!(claim(GROUP, &[OTHER_MEMBER]).await, []);
    assert_eq!(stores.members.count(GROUP).await.unwrap(), 2);
    assert_eq!(stores.members.prune(later(6)).await.unwrap(), 1);
    assert_eq!(claim(GROUP, &[MEMBER]).await, [MEMBER], "whoever is forgotten is new");
}

async fn of_two_who_welcome_the_same_people_one_is_told_of_each(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let people: Vec<_> = (0..50).map(UserId).collect();
    let reversed: Vec<_> = people.iter().rev().copied().collect();
    let (one, other) = futures::join!(
        stores.members.claim_welcomes(GROUP, &people, NOW),
        stores.members.claim_welcomes(GROUP, &reversed, NOW)
    );
    let mut claimed = [one.unwrap(), other.unwrap()].concat();
    claimed.sort_unstable();
    assert_eq!(claimed, people);
}

async fn the_people_of_one_group_are_listed_page_by_page_with_those_who_are_muted(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let sightings: Vec<_> = (1..=5).map(|user| seen(GROUP, UserId(user), 0)).collect();
    stores.members.record(&sightings).await.unwrap();
    stores.members.record(&[seen(OTHER_GROUP, UserId(6), 0)]).await.unwrap();
    let muted = stores.restrict(GROUP, UserId(4)).await;
    let page = async |after: Option<i64>, now| {
        let listed = stores.members.list_page(GROUP, after.map(UserId), None, 2, now).await.unwrap();
        listed.into_iter().map(|one| (one.user.0, one.muted_since)).collect::<Vec<_>>()
    };
    assert_eq!(page(None, NOW).await, [(1, None), (2, None)]);
    assert_eq!(page(Some(2), NOW).await, [(3, None), (4, Some(muted.restricted_at))]);
    assert_eq!(page(Some(4), NOW).await, [(5, None)]);
    assert_eq!(page(Some(5), NOW).await, []);
    // A mute whose time is over holds nobody.
    assert_eq!(page(Some(3), muted.until).await, [(4, None), (5, None)]);
}

async fn whoever_left_is_forgotten_in_that_group_alone(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let of = |group| [seen(group, MEMBER, 0), seen(group, OTHER_MEMBER, 0)];
    stores.members.record(&[of(GROUP), of(OTHER_GROUP)].concat()).await.unwrap();
    stores.members.forget(GROUP, &[MEMBER, UserId(404)]).await.unwrap();
    stores.members.forget(GROUP, &[]).await.unwrap();
    assert_eq!(stores.members.count(GROUP).await.unwrap(), 1);
    assert_eq!(stores.members.count(OTHER_GROUP).await.unwrap(), 2);
}
