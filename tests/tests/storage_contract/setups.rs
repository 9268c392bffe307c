//! The suite of `SetupRepository`.

use std::time::Duration;

use portcullis_domain::{
    GroupId, MessageId, SetupId, Timestamp, UserId,
    event::Migration,
    ports::{DeletionSchedule, SetupRepository},
    sender::Person,
    setup::{Arrival, SETUP_LASTS, WaitingSetup},
};
use portcullis_storage::{SqlDeletionSchedule, SqlSetupRepository};

use super::stores::{ADMIN, GROUP, NEWS, NOW, OTHER_ADMIN, OTHER_GROUP, SHOP, Stores, later, on_both_databases};

on_both_databases! {
    a_set_up_is_found_by_whoever_began_it_until_it_is_forgotten,
    each_person_and_group_have_a_set_up_of_their_own,
    a_set_up_waits_for_its_channel_until_one_of_two_ends_the_wait,
    an_arrival_is_greeted_once_and_a_later_or_higher_one_again,
    a_greeting_goes_as_another_takes_its_place_or_it_is_of_no_use_any_more,
    a_set_up_moves_with_its_group,
}

fn setups(stores: &Stores) -> SqlSetupRepository {
    SqlSetupRepository::new(stores.database.clone())
}

/// A person of whom everything is remembered but the name.
fn person(id: UserId) -> Person {
    let (username, language_code) = (Some("ada".to_owned()), Some("es".to_owned()));
    Person { id, name: String::new(), username, language_code }
}

fn just_too_late() -> Timestamp {
    NOW.after(SETUP_LASTS + Duration::from_millis(1))
}

async fn a_set_up_is_found_by_whoever_began_it_until_it_is_forgotten(stores: &Stores) {
    let setups = setups(stores);
    let id = setups.begin(&person(ADMIN), GROUP, NOW).await.unwrap();
    assert_eq!(setups.find_group(ADMIN, id, later(9)).await.unwrap(), Some(GROUP));
    assert_eq!(setups.find_group(OTHER_ADMIN, id, later(9)).await.unwrap(), None);
    assert_eq!(setups.find_group(ADMIN, SetupId(id.0 + 1), later(9)).await.unwrap(), None);
    assert_eq!(setups.find_group(ADMIN, id, just_too_late()).await.unwrap(), None);
    // Begun again, it lasts longer, under the same number; and what is forgotten goes.
    assert_eq!(setups.begin(&person(ADMIN), GROUP, later(9)).await.unwrap(), id);
    assert_eq!(setups.find_group(ADMIN, id, just_too_late()).await.unwrap(), Some(GROUP));
    let long_after = just_too_late().after(SETUP_LASTS);
    setups.begin(&person(OTHER_ADMIN), GROUP, long_after).await.unwrap();
    assert_ne!(setups.begin(&person(ADMIN), GROUP, long_after).await.unwrap(), id);
}

async fn each_person_and_group_have_a_set_up_of_their_own(stores: &Stores) {
    let setups = setups(stores);
    let first = setups.begin(&person(ADMIN), GROUP, NOW).await.unwrap();
    let second = setups.begin(&person(ADMIN), OTHER_GROUP, NOW).await.unwrap();
    let third = setups.begin(&person(OTHER_ADMIN), GROUP, NOW).await.unwrap();
    assert!(first != second && second != third && first != third);
    assert_eq!(setups.find_group(ADMIN, second, NOW).await.unwrap(), Some(OTHER_GROUP));
}

async fn a_set_up_waits_for_its_channel_until_one_of_two_ends_the_wait(stores: &Stores) {
    let setups = setups(stores);
    let id = setups.begin(&person(ADMIN), GROUP, NOW).await.unwrap();
    assert_eq!(setups.list_waiting(NEWS, NOW).await.unwrap(), []);
    setups.wait_for(&person(ADMIN), GROUP, NEWS, later(1)).await.unwrap();
    // Also without having been begun: the linked channel is chosen in the group.
    setups.wait_for(&person(OTHER_ADMIN), OTHER_GROUP, NEWS, later(1)).await.unwrap();
    let waiting = |user, group| WaitingSetup { by: person(user), group };
    let both = [waiting(ADMIN, GROUP), waiting(OTHER_ADMIN, OTHER_GROUP)];
    assert_eq!(setups.list_waiting(NEWS, later(2)).await.unwrap(), both);
    assert_eq!(setups.list_waiting(SHOP, later(2)).await.unwrap(), []);
    assert_eq!(setups.list_waiting(NEWS, just_too_late().after(Duration::from_secs(9))).await.unwrap(), []);
    // Begun again, it still waits: the channel is chosen.
    assert_eq!(setups.begin(&person(ADMIN), GROUP, later(3)).await.unwrap(), id);
    assert_eq!(setups.list_waiting(NEWS, later(4)).await.unwrap(), both);

    assert!(!setups.end_wait(ADMIN, GROUP, SHOP).await.unwrap());
    assert!(setups.end_wait(ADMIN, GROUP, NEWS).await.unwrap());
    assert!(!setups.end_wait(ADMIN, GROUP, NEWS).await.unwrap());
    assert_eq!(setups.list_waiting(NEWS, later(4)).await.unwrap(), [waiting(OTHER_ADMIN, OTHER_GROUP)]);
    assert_eq!(setups.find_group(ADMIN, id, later(4)).await.unwrap(), Some(GROUP));
}

async fn an_arrival_is_greeted_once_and_a_later_or_higher_one_again(stores: &Stores) {
    let setups = setups(stores);
    let claim = async |arrival, at| setups.claim_greeting(GROUP, arrival, at).await.unwrap();
    assert!(claim(Arrival::Member, NOW).await);
    assert!(!claim(Arrival::Member, NOW).await);
    assert!(claim(Arrival::Administrator, NOW).await);
    assert!(!claim(Arrival::Administrator, NOW).await);
    assert!(!claim(Arrival::Member, NOW).await);
    assert!(claim(Arrival::Administrator, later(5)).await);
    assert!(!claim(Arrival::Administrator, NOW).await);
    assert!(setups.claim_greeting(OTHER_GROUP, Arrival::Administrator, NOW).await.unwrap());
}

async fn a_greeting_goes_as_another_takes_its_place_or_it_is_of_no_use_any_more(stores: &Stores) {
    let (setups, deletions) = (setups(stores), SqlDeletionSchedule::new(stores.database.clone()));
    let removed = async || {
        let due = deletions.claim_due(later(9), later(99), 9).await.unwrap();
        due.into_iter().map(|deletion| (deletion.chat, deletion.message)).collect::<Vec<_>>()
    };
    assert!(!setups.remove_greeting(GROUP, NOW).await.unwrap());
    for group in [GROUP, OTHER_GROUP] {
        setups.claim_greeting(group, Arrival::Member, NOW).await.unwrap();
        setups.note_greeting(group, MessageId(4), NOW).await.unwrap();
    }
    assert_eq!(removed().await, []);
    setups.note_greeting(GROUP, MessageId(5), later(1)).await.unwrap();
    assert_eq!(removed().await, [(GROUP.into(), MessageId(4))]);
    assert!(setups.remove_greeting(GROUP, later(2)).await.unwrap());
    assert_eq!(removed().await, [(GROUP.into(), MessageId(5))]);
    assert!(!setups.remove_greeting(GROUP, later(3)).await.unwrap());
}

async fn a_set_up_moves_with_its_group(stores: &Stores) {
    let setups = setups(stores);
    let new = GroupId(-1_003);
    let moved = setups.begin(&person(ADMIN), GROUP, NOW).await.unwrap();
    setups.begin(&person(OTHER_ADMIN), GROUP, NOW).await.unwrap();
    let stays = setups.begin(&person(OTHER_ADMIN), new, NOW).await.unwrap();
    stores.groups.migrate(Migration { from: GROUP, to: new }).await.unwrap();
    assert_eq!(setups.find_group(ADMIN, moved, NOW).await.unwrap(), Some(new));
    assert_eq!(setups.find_group(OTHER_ADMIN, stays, NOW).await.unwrap(), Some(new));
}
