//! The suite of `Leadership`.

use portcullis_domain::ports::Leadership;
use portcullis_storage::SqlLeadership;
use portcullis_tests::sql;

use crate::stores::{Stores, holder, on_both_databases};

on_both_databases! {
    one_holds_the_lease_and_renews_it,
    whoever_resigns_makes_room_at_once,
    a_lease_that_ran_out_is_anothers,
    of_many_who_ask_at_once_one_leads,
}

async fn holds(stores: &Stores, name: &str) -> bool {
    SqlLeadership::new(stores.database.clone()).hold(&holder(name)).await.unwrap()
}

async fn one_holds_the_lease_and_renews_it(stores: &Stores) {
    assert!(holds(stores, "a").await);
    assert!(!holds(stores, "b").await);
    assert!(holds(stores, "a").await);
}

async fn whoever_resigns_makes_room_at_once(stores: &Stores) {
    let leadership = SqlLeadership::new(stores.database.clone());
    assert!(holds(stores, "a").await);
    leadership.resign(&holder("b")).await;
    assert!(!holds(stores, "b").await);
    leadership.resign(&holder("a")).await;
    assert!(holds(stores, "b").await);
    assert!(!holds(stores, "a").await);
}

async fn a_lease_that_ran_out_is_anothers(stores: &Stores) {
    assert!(holds(stores, "a").await);
    sql::run(&stores.address, "UPDATE leases SET until = until - 9000").await;
    assert!(!holds(stores, "b").await);
    sql::run(&stores.address, "UPDATE leases SET until = until - 1001").await;
    assert!(holds(stores, "b").await);
    assert!(!holds(stores, "a").await);
}

async fn of_many_who_ask_at_once_one_leads(stores: &Stores) {
    let asking = (0..20).map(|number| {
        let leadership = SqlLeadership::new(stores.database.clone());
        tokio::spawn(async move { leadership.hold(&holder(&number.to_string())).await.unwrap() })
    });
    let leads = futures::future::join_all(asking).await;
    assert_eq!(leads.into_iter().filter(|leads| *leads.as_ref().unwrap()).count(), 1);
}
