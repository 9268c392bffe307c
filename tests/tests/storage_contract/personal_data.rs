//! The suite of `PersonalData`.

use portcullis_domain::{
    UserId,
    pending_join_request::PendingJoinRequest,
    ports::{Erased, ExemptionRecord, PendingJoinRequests, PersonalData, SeenUsername, SetupRepository, Sighting},
};
use portcullis_storage::{SqlPendingJoinRequests, SqlPersonalData, SqlSetupRepository};
use portcullis_tests::sql;

use super::stores::{
    ADMIN, GROUP, MEMBER, NEWS, NOW, OTHER_ADMIN, OTHER_GROUP, OTHER_MEMBER, Stores, later, on_both_databases,
    protection, restriction,
};

on_both_databases! {
    every_row_about_a_person_goes_and_nobody_elses,
    whoever_has_opted_out_is_noted_no_more_and_others_are,
    an_owner_keeps_their_groups_and_loses_their_name,
    what_is_erased_twice_is_gone_once,
}

fn personal_data(stores: &Stores) -> SqlPersonalData {
    SqlPersonalData::new(stores.database.clone())
}

/// Every kind of row about a person.
async fn note_everything(stores: &Stores, user: UserId) {
    let at = NOW;
    stores.members.record(&[Sighting { group: GROUP, user, at }]).await.unwrap();
    let username = Some(format!("person_{user}"));
    stores.members.record_usernames(&[SeenUsername { user, username, at }]).await.unwrap();
    stores.exemptions.put(ExemptionRecord { group: GROUP, user, by: ADMIN, at }).await.unwrap();
    stores.restrictions.open(&restriction(GROUP, user)).await.unwrap();
    let requests = SqlPendingJoinRequests::new(stores.database.clone());
    requests.put(PendingJoinRequest { channel: NEWS, user, at }).await.unwrap();
    let setups = SqlSetupRepository::new(stores.database.clone());
    let person =
        portcullis_domain::sender::Person { id: user, name: "Ann".to_owned(), username: None, language_code: None };
    setups.begin(&person, GROUP, at).await.unwrap();
    let dead = format!(r#"{{"message": {{"from": {{"id": {user}}}, "text": "hello"}}}}"#);
    let row = format!("({user}, {user}, 1, '{dead}', 1, 5, 1)");
    let columns = "inbox (update_id, position, lane, raw, received_at, attempts, dead_at)";
    sql::run(&stores.address, format!("INSERT INTO {columns} VALUES {row}")).await;
}

/// How many rows of each table are about a person.
async fn rows_about(stores: &Stores, user: UserId) -> Vec<i64> {
    let tables = ["group_members", "usernames", "exemptions", "restrictions", "pending_join_requests", "setups"];
    let mut counts = Vec::new();
    for table in tables {
        let query = format!("SELECT COUNT(*) FROM {table} WHERE user_id = {user}");
        counts.push(sql::number(&stores.address, &query).await);
    }
    counts.push(sql::number(&stores.address, &format!("SELECT COUNT(*) FROM inbox WHERE update_id = {user}")).await);
    counts
}

async fn every_row_about_a_person_goes_and_nobody_elses(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    for person in [MEMBER, OTHER_MEMBER] {
        note_everything(stores, person).await;
    }
    let data = personal_data(stores);
    assert_eq!(data.list_groups_that_exempt(MEMBER).await.unwrap(), [GROUP]);
    let erased = data.erase(MEMBER).await.unwrap();
    assert_eq!(erased, Erased { rows: 7, owned: Vec::new() });
    assert_eq!(rows_about(stores, MEMBER).await, [0; 7]);
    assert_eq!(rows_about(stores, OTHER_MEMBER).await, [1; 7]);
}

async fn whoever_has_opted_out_is_noted_no_more_and_others_are(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let data = personal_data(stores);
    for _ in 0..2 {
        data.opt_out(MEMBER, NOW).await.unwrap();
    }
    let both = [MEMBER, OTHER_MEMBER].map(|user| Sighting { group: GROUP, user, at: later(1) });
    stores.members.record(&both).await.unwrap();
    let names = [MEMBER, OTHER_MEMBER].map(|user| SeenUsername { user, username: Some("ann".to_owned()), at: NOW });
    stores.members.record_usernames(&names).await.unwrap();
    assert_eq!(stores.members.claim_welcomes(GROUP, &[MEMBER, OTHER_MEMBER], later(2)).await.unwrap(), [OTHER_MEMBER]);
    assert_eq!(rows_about(stores, MEMBER).await[..2], [0, 0]);
    assert_eq!(rows_about(stores, OTHER_MEMBER).await[..2], [1, 1]);
    // What keeps it so does not hold their id.
    let by_id = format!("SELECT COUNT(*) FROM opt_outs WHERE hash = {MEMBER}");
    assert_eq!(sql::number(&stores.address, &by_id).await, 0);
    assert_eq!(sql::number(&stores.address, "SELECT COUNT(*) FROM opt_outs").await, 1);
}

async fn an_owner_keeps_their_groups_and_loses_their_name(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let mut others = protection(OTHER_GROUP, &[NEWS]);
    others.by.id = OTHER_ADMIN;
    stores.groups.protect(&others).await.unwrap();
    let exemption = ExemptionRecord { group: OTHER_GROUP, user: MEMBER, by: ADMIN, at: NOW };
    stores.exemptions.put(exemption).await.unwrap();
    let erased = personal_data(stores).erase(ADMIN).await.unwrap();
    assert_eq!(erased, Erased { rows: 0, owned: vec![GROUP] });
    let nameless = format!("SELECT COUNT(*) FROM owners WHERE user_id = {ADMIN} AND username IS NULL");
    assert_eq!(sql::number(&stores.address, &nameless).await, 1);
    // What they did for another group was done for that group.
    let exempted = stores.exemptions.list(OTHER_GROUP, 0, 10).await.unwrap();
    assert_eq!(exempted, [ExemptionRecord { by: OTHER_ADMIN, ..exemption }]);
}

async fn what_is_erased_twice_is_gone_once(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    note_everything(stores, MEMBER).await;
    let data = personal_data(stores);
    assert_eq!(data.erase(MEMBER).await.unwrap().rows, 7);
    assert_eq!(data.erase(MEMBER).await.unwrap(), Erased::default());
}
