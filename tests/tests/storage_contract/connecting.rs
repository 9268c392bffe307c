//! Connecting, migrating, and what becomes of many writers at once.

use std::{error::Error, sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, MessageId, UserId,
    ports::{Deletion, GroupRepository, RestrictionRepository, StoreError},
};
use portcullis_storage::{
    Backend, ConnectError, Database, DatabaseSettings, DatabaseUrl, MigrateError, SqlGroupRepository,
    SqlRestrictionRepository,
};
use portcullis_tests::{
    load_balancer::LoadBalancer,
    postgres::{PostgresServer, fresh_database},
};

use super::stores::{
    GROUP, MEMBER, NEWS, StoppedClock, Stores, connect, later, on_both_databases, protection, restriction, sqlite_url,
};

on_both_databases! {
    statements_are_counted_and_observed,
    migrating_twice_changes_nothing,
    four_hundred_who_read_and_then_write_at_once_all_succeed,
    four_hundred_transactions_at_once_all_succeed,
    a_cancelled_write_does_not_swallow_later_ones,
    a_closed_database_is_unavailable,
}

async fn failure(url: &str) -> ConnectError {
    let settings = DatabaseSettings { url: url.into(), max_connections: 2 };
    Database::connect(&settings).await.unwrap_err()
}

/// All that a log could show of an error.
fn whole_text(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let texts: Vec<String> = chain.map(|error| format!("{error:?} {error}")).collect();
    texts.concat()
}

async fn migrate_five_at_once(url: DatabaseUrl) {
    let instances = (0..5).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { connect(url).await.migrate().await })
    });
    for outcome in futures::future::join_all(instances).await {
        outcome.unwrap().unwrap();
    }
    let restrictions = SqlRestrictionRepository::new(connect(url).await);
    restrictions.open(&restriction(GROUP, MEMBER)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_instances_migrate_a_new_sqlite_file_at_once() {
    let (url, _folder) = sqlite_url();
    migrate_five_at_once(url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_instances_migrate_a_new_postgres_database_at_once() {
    migrate_five_at_once(fresh_database().into()).await;
}

#[tokio::test]
async fn a_refused_connection_tells_its_reason_and_no_password() {
    let error = failure("postgres://bob:hunter2@127.0.0.1:1/portcullis").await;
    assert!(!error.is_wrong_setting());
    assert_eq!(error.to_string(), "cannot connect to the PostgreSQL database portcullis on 127.0.0.1:1");
    assert!(error.source().unwrap().to_string().contains("refused"), "{:?}", error.source());
    assert!(!whole_text(&error).contains("hunter2"));
}

#[tokio::test]
async fn an_absent_database_is_told_without_the_password() {
    let url = fresh_database().replace("postgres@", "postgres:hunter2@");
    let error = failure(&format!("{url}_no")).await;
    assert!(whole_text(&error).contains("does not exist"), "{error:?}");
    assert!(!whole_text(&error).contains("hunter2"));
}

#[tokio::test]
async fn a_wrong_url_is_answered_with_an_example_and_no_password() {
    let urls = [
        "mysql://bob:hunter2@localhost/x",
        "hunter2",
        "hunter2:hunter2",
        "",
        "postgres://bob:hunter2@localhost:port/x",
        "postgres:// bob:hunter2@",
        "sqlite://x.db?mode=hunter2",
        "sqlite::memory:",
        "sqlite://",
    ];
    for url in urls {
        let error = failure(url).await;
        assert!(error.is_wrong_setting(), "{url}: {error:?}");
        assert!(error.to_string().contains("://"), "{error}");
        assert!(!whole_text(&error).contains("hunter2"), "{error:?}");
    }
    assert!(failure("mysql://localhost/x").await.to_string().starts_with("`mysql` is no supported kind"));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let error = failure("sqlite:///nonexistent/portcullis.db").await;
    assert_eq!(error.to_string(), "cannot connect to the SQLite file /nonexistent/portcullis.db");
    assert!(error.source().unwrap().to_string().contains("unable to open database file"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_gone_makes_the_database_unavailable() {
    let server = PostgresServer::start();
    let database = connect(server.fresh_database().into()).await;
    assert_eq!(database.backend(), Backend::Postgres);
    database.ping().await.unwrap();
    drop(server);
    assert!(matches!(database.ping().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(database.migrate().await, Err(MigrateError::Failed(_))));
}

/// A database with one connection, which goes through a cable; and that cable.
async fn through_a_cable() -> (Database, String, LoadBalancer) {
    let address = fresh_database();
    let (_, rest) = address.split_once('@').unwrap();
    let server = rest.split_once('/').unwrap().0.parse().unwrap();
    let cable = LoadBalancer::start(&[server]).await;
    let url = address.replace(&format!("{server}"), &cable.address().to_string()).as_str().into();
    let database = Database::connect(&DatabaseSettings { url, max_connections: 1 }).await.unwrap();
    database.migrate().await.unwrap();
    // The connection comes to rest in the pool, so that the next that goes through it is the test's.
    tokio::time::sleep(Duration::from_millis(500)).await;
    (database, address, cable)
}

async fn open_restrictions(address: &str) -> usize {
    let seen_by_all = SqlRestrictionRepository::new(connect(address.into()).await);
    seen_by_all.list_open_in(GROUP, None, 99).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_never_begins_gives_its_place_in_the_pool_back() {
    let (database, address, cable) = through_a_cable().await;
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(StoppedClock));
    cable.strand();
    assert!(matches!(groups.protect(&protection(GROUP, &[NEWS])).await, Err(StoreError::Unavailable(_))));
    let restrictions = SqlRestrictionRepository::new(database);
    let opened = async { while restrictions.open(&restriction(GROUP, MEMBER)).await.is_err() {} };
    tokio::time::timeout(Duration::from_mins(1), opened).await.unwrap();
    assert_eq!(open_restrictions(&address).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_whose_begin_was_given_up_swallows_no_later_write() {
    let (database, address, cable) = through_a_cable().await;
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(StoppedClock));
    cable.silence();
    assert!(matches!(groups.protect(&protection(GROUP, &[NEWS])).await, Err(StoreError::Unavailable(_))));
    // The answer to `BEGIN` arrives now that nobody waits for it.
    cable.mend();
    let restrictions = SqlRestrictionRepository::new(database);
    restrictions.open(&restriction(GROUP, MEMBER)).await.unwrap();
    assert_eq!(open_restrictions(&address).await, 1);
}

async fn statements_are_counted_and_observed(stores: &Stores) {
    let names = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let observed = std::sync::Arc::clone(&names);
    assert!(stores.database.on_statement(move |statement| observed.lock().unwrap().push(statement.name())));
    assert!(!stores.database.on_statement(|_| ()));
    let before = stores.database.statement_count();
    stores.groups.find(GROUP).await.unwrap();
    stores.restrict(GROUP, MEMBER).await;
    stores.inbox.counts().await.unwrap();
    assert_eq!(stores.database.statement_count() - before, 3);
    assert_eq!(*names.lock().unwrap(), ["select_protected_groups", "insert_restrictions", "select_inbox"]);
}

async fn migrating_twice_changes_nothing(stores: &Stores) {
    stores.restrict(GROUP, MEMBER).await;
    stores.database.migrate().await.unwrap();
    assert!(stores.restrictions.find_open(GROUP, MEMBER).await.unwrap().is_some());
}

async fn four_hundred_who_read_and_then_write_at_once_all_succeed(stores: &Stores) {
    let people = (0..400).map(|user| async move {
        let user = UserId(user);
        assert!(stores.restrictions.find_open(GROUP, user).await.unwrap().is_none());
        let opened = stores.restrict(GROUP, user).await;
        stores.restrictions.set_muted(opened.id, later(1)).await.unwrap();
        let deletion = Deletion { chat: ChatId(user.0), message: MessageId(1), due: later(1) };
        stores.deletions.put(deletion).await.unwrap();
    });
    futures::future::join_all(people).await;
    assert_eq!(stores.restrictions.counts(GROUP).await.unwrap().open, 400);
}

async fn four_hundred_transactions_at_once_all_succeed(stores: &Stores) {
    futures::future::join_all((0..400).map(|_| stores.protect(GROUP, &[NEWS]))).await;
    assert_eq!(stores.groups.find(GROUP).await.unwrap().unwrap().channel_ids(), [NEWS]);
}

async fn a_cancelled_write_does_not_swallow_later_ones(stores: &Stores) {
    for attempt in 0..200 {
        let write = stores.protect(GROUP, &[NEWS]);
        let _ = tokio::time::timeout(Duration::from_micros(attempt * 10), write).await;
    }
    for user in 0..30 {
        stores.restrict(GROUP, UserId(user)).await;
    }
    // Another pool sees only what was committed.
    let restrictions = SqlRestrictionRepository::new(connect(stores.url.clone()).await);
    assert_eq!(restrictions.list_open_in(GROUP, None, 99).await.unwrap().len(), 30);
}

async fn a_closed_database_is_unavailable(stores: &Stores) {
    stores.database.ping().await.unwrap();
    stores.database.close().await.unwrap();
    assert!(matches!(stores.database.ping().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(stores.restrictions.list_open_of(MEMBER).await, Err(StoreError::Unavailable(_))));
}
