//! The suite of `Leadership`.

use std::time::Duration;

use portcullis_domain::{
    ChatId, MessageId, UserId,
    ports::{DeletionSchedule, Leadership},
};
use portcullis_storage::{Database, DatabaseSettings, SqlDeletionSchedule, SqlLeadership};
use portcullis_tests::{postgres::fresh_database, sql};

use super::stores::{Stores, holder, on_both_databases};

/// Whose processes they are.
const BOT: UserId = UserId(7);

on_both_databases! {
    one_holds_the_lease_and_renews_it,
    whoever_resigns_makes_room_at_once,
    a_lease_that_ran_out_is_anothers,
    of_many_who_ask_at_once_one_leads,
}

async fn holds(stores: &Stores, name: &str) -> bool {
    SqlLeadership::new(&stores.database, BOT).hold(&holder(name)).await.unwrap()
}

async fn one_holds_the_lease_and_renews_it(stores: &Stores) {
    assert!(holds(stores, "a").await);
    assert!(!holds(stores, "b").await);
    assert!(holds(stores, "a").await);
}

async fn whoever_resigns_makes_room_at_once(stores: &Stores) {
    let leadership = SqlLeadership::new(&stores.database, BOT);
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
        let leadership = SqlLeadership::new(&stores.database, BOT);
        tokio::spawn(async move { leadership.hold(&holder(&number.to_string())).await.unwrap() })
    });
    let leads = futures::future::join_all(asking).await;
    assert_eq!(leads.into_iter().filter(|leads| *leads.as_ref().unwrap()).count(), 1);
}

#[tokio::test]
async fn postgresql_tells_a_standby_that_the_leader_has_resigned() {
    let settings = DatabaseSettings { url: fresh_database().into(), max_connections: 1 };
    let database = Database::connect(&settings).await.unwrap();
    database.migrate().await.unwrap();
    let standby = SqlLeadership::new(&database, BOT);
    let mut heard = tokio::spawn(async move { standby.resigned().await });
    // A resignation before it listens is missed, so there are some, until one is heard of.
    let leader = SqlLeadership::new(&database, BOT);
    let resigning = async {
        loop {
            assert!(leader.hold(&holder("a")).await.unwrap());
            leader.resign(&holder("a")).await;
        }
    };
    let heard = async {
        tokio::select! {
            heard = &mut heard => heard.unwrap(),
            () = resigning => {}
        }
    };
    tokio::time::timeout(Duration::from_secs(30), heard).await.unwrap();
}

#[tokio::test]
async fn a_leader_whose_pool_is_busy_renews_its_lease() {
    let url = fresh_database();
    let settings = DatabaseSettings { url: url.clone().into(), max_connections: 1 };
    let database = Database::connect(&settings).await.unwrap();
    database.migrate().await.unwrap();
    let leadership = SqlLeadership::new(&database, BOT);
    assert!(leadership.hold(&holder("a")).await.unwrap());

    let lock = "BEGIN; LOCK TABLE message_deletions; SELECT pg_sleep(6); COMMIT";
    let locking = tokio::spawn(async move { sql::run(&url, lock).await });
    let deletions = SqlDeletionSchedule::new(database.clone());
    let mut busy = tokio::spawn(async move {
        loop {
            deletions.remove(ChatId(-1), MessageId(1)).await.unwrap();
        }
    });
    let is_locked = tokio::time::timeout(Duration::from_secs(1), &mut busy).await;
    assert!(is_locked.is_err());
    let renewed = tokio::time::timeout(Duration::from_secs(3), leadership.hold(&holder("a"))).await;
    assert_eq!(renewed, Ok(Ok(true)));
    busy.abort();
    locking.await.unwrap();
}
